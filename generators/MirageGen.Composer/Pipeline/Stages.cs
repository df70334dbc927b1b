namespace MirageGen.Composer.Pipeline;

/// <summary>The names under which the pipeline's steps can be watched by tests.</summary>
internal static class Stages
{
    public const string Appliances = nameof(Appliances);
    public const string Devices = nameof(Devices);
    public const string Compositions = nameof(Compositions);
    public const string Choices = nameof(Choices);
    public const string Program = nameof(Program);
    public const string References = nameof(References);
    public const string Catalog = nameof(Catalog);
    public const string Image = nameof(Image);
    public const string Composed = nameof(Composed);
    public const string Messages = nameof(Messages);

    /// <summary>Every step whose result decides about an output.</summary>
    public static readonly string[] All =
        [Appliances, Devices, Compositions, Choices, Program, References, Catalog, Image, Composed, Messages];
}
