namespace MirageGen.Composer.Pipeline;

/// <summary>The names under which the pipeline's steps can be watched by tests.</summary>
internal static class Stages
{
    public const string Outline = nameof(Outline);
    public const string Parsed = nameof(Parsed);
    public const string Devices = nameof(Devices);
    public const string Project = nameof(Project);
    public const string Image = nameof(Image);
    public const string Composed = nameof(Composed);
    public const string Messages = nameof(Messages);

    /// <summary>Every step whose result decides about an output.</summary>
    public static readonly string[] All = [Outline, Parsed, Devices, Project, Image, Composed, Messages];
}
