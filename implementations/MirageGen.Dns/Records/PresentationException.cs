namespace MirageGen.Dns;

/// <summary>Text of a record or of a zone is malformed: what is wrong, where, and what to write instead.</summary>
public sealed class PresentationException : FormatException
{
    internal PresentationException(string? file, int line, int column, string problem)
        : base($"{(file is null ? string.Empty : file + ":")}{line}:{column}: {problem}.")
    {
        File = file;
        Line = line;
        Column = column;
        Problem = problem;
    }

    /// <summary>The file's name as it was given; null for text that is of no file.</summary>
    public string? File { get; }

    /// <summary>The line, from one.</summary>
    public int Line { get; }

    /// <summary>The octet in the line, from one.</summary>
    public int Column { get; }

    /// <summary>What is wrong and what to do, without the place.</summary>
    public string Problem { get; }
}
