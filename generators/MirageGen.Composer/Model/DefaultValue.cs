namespace MirageGen.Composer.Model;

/// <summary>A parameter's default.</summary>
/// <param name="Code">As C# writes it, without names that a type must be imported for.</param>
/// <param name="Text">As a person would type it on a command line; null when it has no such form.</param>
internal sealed record DefaultValue(string Code, string? Text)
{
    public static readonly DefaultValue Null = new("null", null);

    /// <summary>Null for a parameter whose type says it never is.</summary>
    public static readonly DefaultValue ForgivenNull = new("null!", null);

    public bool IsNull => Code is "null" or "null!";
}
