namespace MirageGen.Composer.Model;

/// <summary>How the text of a boot argument becomes a value.</summary>
internal enum ArgumentShape
{
    /// <summary>A <c>bool</c> that is true when it is named.</summary>
    Switch,

    /// <summary>One value of a type that is <c>IParsable</c>.</summary>
    Value,

    /// <summary>One name of an enumeration.</summary>
    Choice,

    /// <summary>Any number of values of a type that is <c>IParsable</c>.</summary>
    List,

    /// <summary>Any number of names of an enumeration.</summary>
    Choices,
}
