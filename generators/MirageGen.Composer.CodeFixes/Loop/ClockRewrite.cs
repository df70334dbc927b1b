using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace MirageGen.Composer.CodeFixes.Loop;

/// <summary>What code that follows another clock becomes with a <c>TimeProvider</c>.</summary>
internal static class ClockRewrite
{
    private const string FromMilliseconds = "global::System.TimeSpan.FromMilliseconds";

    /// <summary>The expression to put another in place of; null where it takes a person.</summary>
    /// <param name="node">What the diagnostic points at.</param>
    public static ExpressionSyntax? TargetOf(SyntaxNode node) => node switch
    {
        _ when node.Parent is MemberAccessExpressionSyntax access && access.Name == node => TargetOf(access),
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when call.Expression == access => call,
        TypeSyntax { Parent: ObjectCreationExpressionSyntax creation } type when creation.Type == type => creation,
        ExpressionSyntax expression => expression,
        _ => null,
    };

    /// <summary>What to put there; null where it takes a person.</summary>
    /// <param name="target">One that <see cref="TargetOf"/> gave.</param>
    /// <param name="used">The member it uses.</param>
    /// <param name="clock">The name of the <c>TimeProvider</c>.</param>
    public static ExpressionSyntax? Rewrite(ExpressionSyntax target, ISymbol used, string clock) =>
        (target, used.ContainingType.Name, used.Name) switch
        {
            (InvocationExpressionSyntax call, "Task", "Delay" or "WaitAsync") =>
                WithClock(call.ArgumentList, (IMethodSymbol)used, clock) is { } arguments
                    ? call.WithArgumentList(arguments)
                    : null,
            (InvocationExpressionSyntax call, "Thread", "Sleep") when Asynchrony.IsAllowedAt(call) =>
                WithClock(call.ArgumentList, (IMethodSymbol)used, clock) is { } arguments ? Delay(arguments) : null,
            (BaseObjectCreationExpressionSyntax { ArgumentList: { } list } creation, "PeriodicTimer" or "CancellationTokenSource", _)
                => WithClock(list, (IMethodSymbol)used, clock) is { } arguments ? creation.WithArgumentList(arguments) : null,
            (InvocationExpressionSyntax call, "Stopwatch", "GetTimestamp" or "GetElapsedTime") =>
                call.WithExpression(SyntaxFactory.ParseExpression($"{clock}.{used.Name}")),
            (_, _, _) => Value($"{used.ContainingType.Name}.{used.Name}", clock),
        };

    private static ExpressionSyntax? Value(string member, string clock) => member switch
    {
        "DateTime.UtcNow" => SyntaxFactory.ParseExpression($"{clock}.GetUtcNow().UtcDateTime"),
        "DateTime.Now" => SyntaxFactory.ParseExpression($"{clock}.GetLocalNow().DateTime"),
        "DateTime.Today" => SyntaxFactory.ParseExpression($"{clock}.GetLocalNow().Date"),
        "DateTimeOffset.UtcNow" => SyntaxFactory.ParseExpression($"{clock}.GetUtcNow()"),
        "DateTimeOffset.Now" => SyntaxFactory.ParseExpression($"{clock}.GetLocalNow()"),
        "Stopwatch.Frequency" => SyntaxFactory.ParseExpression($"{clock}.TimestampFrequency"),
        "TimeProvider.System" => SyntaxFactory.IdentifierName(clock),
        _ => null,
    };

    private static ExpressionSyntax Delay(ArgumentListSyntax arguments)
    {
        var delay = SyntaxFactory.ParseExpression("global::System.Threading.Tasks.Task.Delay")
            .WithAdditionalAnnotations(Simplifier.Annotation);
        return Asynchrony.Await(SyntaxFactory.InvocationExpression(delay, arguments));
    }

    /// <summary>
    /// The clock comes right after the time, which is a <c>TimeSpan</c> wherever there is a clock; null where another
    /// argument is first.
    /// </summary>
    private static ArgumentListSyntax? WithClock(ArgumentListSyntax list, IMethodSymbol method, string clock)
    {
        var time = list.Arguments[0];
        if (time.NameColon is { } name && name.Name.Identifier.ValueText != method.Parameters[0].Name)
        {
            return null;
        }

        if (method.Parameters[0].Type.SpecialType == SpecialType.System_Int32)
        {
            var span = SyntaxFactory.InvocationExpression(
                SyntaxFactory.ParseExpression(FromMilliseconds).WithAdditionalAnnotations(Simplifier.Annotation),
                SyntaxFactory.ArgumentList([SyntaxFactory.Argument(time.Expression.WithoutTrivia())]));
            time = time.WithNameColon(null).WithExpression(span.WithTriviaFrom(time.Expression));
        }

        var added = SyntaxFactory.Argument(SyntaxFactory.IdentifierName(clock));
        if (list.Arguments.Any(static argument => argument.NameColon is not null))
        {
            added = added.WithNameColon(SyntaxFactory.NameColon("timeProvider"));
        }

        var items = list.Arguments.Replace(list.Arguments[0], time).GetWithSeparators().ToList();
        items.InsertRange(1, [SyntaxFactory.Token(default, SyntaxKind.CommaToken, [SyntaxFactory.Space]), added]);
        return list.WithArguments(SyntaxFactory.SeparatedList<ArgumentSyntax>(items));
    }
}
