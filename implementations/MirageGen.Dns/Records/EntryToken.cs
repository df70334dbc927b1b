namespace MirageGen.Dns;

/// <summary>One word of an entry: where it stands in the text, without the quotes around it.</summary>
/// <param name="Start">Its first octet.</param>
/// <param name="Length">How many there are.</param>
/// <param name="Line">Its line, from one.</param>
/// <param name="Column">Its octet in the line, from one.</param>
/// <param name="IsQuoted">Whether there are quotes around it.</param>
internal readonly record struct EntryToken(int Start, int Length, int Line, int Column, bool IsQuoted);
