using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>What the resolver made of the project's own image.</summary>
/// <param name="Name">The image's name; null when the project has none to write.</param>
/// <param name="Summary">One line for <c>--help</c>.</param>
/// <param name="Plan">The composition; null with a <paramref name="Name"/> when it has errors.</param>
/// <param name="Messages">What is wrong.</param>
internal sealed record ImageResolution(string? Name, string Summary, Plan? Plan, EquatableArray<Message> Messages)
{
    public static readonly ImageResolution Nothing = new(null, string.Empty, null, []);
}
