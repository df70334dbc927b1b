using System.Linq;
using Microsoft.CodeAnalysis.Text;
using MirageGen.Composer.Model;
using MirageGen.Composer.Parser;
using MirageGen.Composer.Resolver;

namespace MirageGen.Composer.Emitter;

/// <summary>Writes the program of an image: its boot parameters, its <c>Main</c> and its composition.</summary>
internal static class ImageEmitter
{
    private const string RunTime = "MirageGen.Composition";

    private static readonly SourceTemplate Template = new("Image.sbncs");
    private static readonly SourceTemplate Stub = new("Stub.sbncs");

    public static SourceText Emit(string name, string summary, Plan plan)
    {
        var className = ClassName(name);
        var names = new NameTable(TakenNames(plan).Append(className).Append("Image").Append("Main").Append("RunAsync"), [], string.Empty);
        var expressions = new ExpressionWriter(plan, names);
        var arguments = new ArgumentWriter(names);
        var model = new
        {
            Class = className,
            plan.Backend.Target,
            Name = Literal.Text(name),
            Summary = Literal.Text(summary),
            Task = names.Import("System.Threading.Tasks", "Task"),
            CancellationToken = names.Import("System.Threading", "CancellationToken"),
            BootImage = names.Import(RunTime, "BootImage"),
            BootArguments = names.Import(RunTime, "BootArguments"),
            Runner = plan.Appliances.Length > 1 ? names.Import(RunTime, "Appliances") : string.Empty,
            Machine = names.Of(plan.Backend.Machine),
            Parameters = plan.Arguments.Select(arguments.Declare).ToArray(),
            Arguments = plan.Arguments.Select(a => $"var {Literal.Name(a.Local)} = {arguments.Read(a)}").ToArray(),
            Devices = plan.Devices.Select(d =>
                $"{ExpressionWriter.Declaration(d.Disposal)} {Literal.Name(d.Local)} = {expressions.Construct(d)}").ToArray(),
            Appliances = plan.Appliances.Select(a => new
            {
                Declaration = $"{ExpressionWriter.Declaration(a.Appliance.Disposal)} {Literal.Name(a.Local)} = {expressions.Construct(a)}",
                Run = $"{Literal.Name(a.Local)}.RunAsync({(a.Appliance.Run.TakesStop ? "stop" : string.Empty)})",
                HasCode = a.Appliance.Run.ReturnsExitCode,
            }).ToArray(),
            Usings = names.Usings.ToArray(),
        };
        return Template.Render(model);
    }

    /// <summary>Writes a Main in place of one that could not be composed, so that its absence is not an error as well.</summary>
    public static SourceText EmitStub(string name) =>
        Stub.Render(new { Class = ComposedCode.StubName, Text = Literal.Text($"'{name}' was not composed; its build said why.") });

    /// <summary>The class of an image: <c>SiteImage</c>, and of a program <c>my-site</c> <c>MySiteImage</c>.</summary>
    public static string ClassName(string name) => UniqueNames.ToPascalCase(UniqueNames.ToCamelCase(name)) + "Image";

    private static EquatableArray<string> TakenNames(Plan plan) => plan.Arguments.Select(argument => argument.Local)
        .Concat(plan.Devices.Select(device => device.Local))
        .Concat(plan.Appliances.Select(appliance => appliance.Local))
        .Append("machine").Append("arguments").Append("stop")
        .ToEquatableArray();
}
