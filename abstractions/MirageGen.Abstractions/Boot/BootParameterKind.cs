namespace MirageGen.Composition;

/// <summary>How a boot argument is spelled.</summary>
public enum BootParameterKind
{
    /// <summary><c>--name value</c> or <c>--name=value</c>, once.</summary>
    Value,

    /// <summary><c>--name</c>, or <c>--name=true</c> and <c>--name=false</c>.</summary>
    Switch,

    /// <summary><c>--name value</c>, as often as wanted.</summary>
    List,
}
