namespace MirageGen.Dns;

/// <summary>What to tell a user whose text is no name.</summary>
internal static class NameErrorText
{
    /// <summary>A clause that says what is wrong and what to write.</summary>
    public static string Describe(NameError error) => error switch
    {
        NameError.Truncated => "it ends in the middle of a label",
        NameError.EmptyLabel => "it has an empty label; write one dot between labels, and '.' for the root",
        NameError.LabelTooLong => "a label is longer than 63 octets; shorten it",
        NameError.NameTooLong => "it is longer than 255 octets with its origin; shorten it",
        NameError.Escape => "a backslash stands before neither a character nor three digits up to 255, such as \\046",
        NameError.Character => "it has a space, a control character or one beyond ASCII; write octets as \\DDD, "
            + "an internationalised name in its xn-- form",
        NameError.NoOrigin => "it is relative and there is no origin; end it with a dot",
        NameError.Pointer => "a compression pointer does not lead backwards, or stands where none may",
        NameError.LabelType => "a label begins with neither a length nor a pointer",
        _ => "it is one",
    };
}
