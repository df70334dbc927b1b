using System.Globalization;

namespace MirageGen.Composition;

/// <summary>
/// The boot arguments of one start, split and checked against the image's parameters; the emitted code reads them
/// with their types, before any device is constructed.
/// </summary>
/// <remarks>
/// The grammar is the same on every target: <c>--name value</c>, <c>--name=value</c>, <c>--switch</c>. Everything
/// about an argument is known at compile time, so that what is left to do at run time fits here; a general
/// command-line library would triple the size of a unikernel (ARCHITECTURE.md has the figures).
/// </remarks>
public sealed class BootArguments
{
    private const int MostShown = 80;

    private readonly BootImage _image;
    private readonly List<string>?[] _values;

    private BootArguments(BootImage image)
    {
        _image = image;
        _values = new List<string>?[image.Parameters.Length];
    }

    /// <summary>Whether <c>--help</c> or <c>-h</c> was among them: print <see cref="Usage"/> and exit with 0.</summary>
    public bool HelpRequested { get; private set; }

    /// <summary>Splits a command line.</summary>
    /// <param name="image">The image that boots.</param>
    /// <param name="words">The words of the command line, without the program's name.</param>
    /// <returns>The arguments; where help is requested, nothing else has been checked.</returns>
    /// <exception cref="BootArgumentException">A word is unknown, repeated or lacks its value, or a required argument is missing.</exception>
    public static BootArguments Parse(BootImage image, ReadOnlySpan<string> words)
    {
        var arguments = new BootArguments(image);
        foreach (var word in words)
        {
            if (word is "--help" or "-h")
            {
                arguments.HelpRequested = true;
                return arguments;
            }
        }

        for (var i = 0; i < words.Length; i++)
        {
            arguments.Take(words, ref i);
        }

        arguments.CheckRequired();
        return arguments;
    }

    /// <summary>The text of <c>--help</c>, with a line for each parameter.</summary>
    public static string Usage(BootImage image) => BootUsage.Render(image);

    /// <summary>Whether the argument was given at all.</summary>
    public bool IsGiven(string name) => _values[IndexOf(name)] is not null;

    /// <summary>A switch.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="fallback">Its default.</param>
    /// <exception cref="BootArgumentException">The text is neither <c>true</c> nor <c>false</c>.</exception>
    public bool Switch(string name, bool fallback) =>
        Text(name) is not { } text ? fallback
        : bool.TryParse(text, out var value) ? value
        : throw new BootArgumentException($"--{name}: '{Shown(text)}' is not true or false");

    /// <summary>A single value with a default.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="fallback">Its default.</param>
    /// <exception cref="BootArgumentException">The text is not of the type.</exception>
    public T Value<T>(string name, T fallback)
        where T : IParsable<T> =>
        Text(name) is { } text ? Parse<T>(name, text) : fallback;

    /// <summary>A single value that must have been given.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="BootArgumentException">The text is not of the type.</exception>
    public T Required<T>(string name)
        where T : IParsable<T> =>
        Parse<T>(name, Text(name) ?? throw Missing(name));

    /// <summary>A single value that may be absent.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="BootArgumentException">The text is not of the type.</exception>
    public T? Optional<T>(string name)
        where T : struct, IParsable<T> =>
        Text(name) is { } text ? Parse<T>(name, text) : null;

    /// <summary>Every value of a repeated argument, in order; empty when it was not given.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="BootArgumentException">A text is not of the type.</exception>
    public T[] List<T>(string name)
        where T : IParsable<T> =>
        _values[IndexOf(name)] is { } texts ? texts.ConvertAll(text => Parse<T>(name, text)).ToArray() : [];

    /// <summary>One of an enumeration's names, in any case.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="fallback">Its default; null when the argument is required.</param>
    /// <exception cref="BootArgumentException">The text is no name of the enumeration.</exception>
    public T Choice<T>(string name, T? fallback)
        where T : struct, Enum =>
        Text(name) is { } text ? ParseChoice<T>(name, text) : fallback ?? throw Missing(name);

    /// <summary>Every value of a repeated argument that takes an enumeration's names, in order; empty when it was not given.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="BootArgumentException">A text is no name of the enumeration.</exception>
    public T[] Choices<T>(string name)
        where T : struct, Enum =>
        _values[IndexOf(name)] is { } texts ? texts.ConvertAll(text => ParseChoice<T>(name, text)).ToArray() : [];

    /// <summary>Checks an integer against the bounds of its <c>[Range]</c>.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="value">What was read.</param>
    /// <param name="minimum">The least value allowed.</param>
    /// <param name="maximum">The largest value allowed.</param>
    /// <exception cref="BootArgumentException">The value is outside.</exception>
    public static long InRange(string name, long value, long minimum, long maximum) =>
        value >= minimum && value <= maximum
            ? value
            : throw new BootArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"--{name}: {value} is not between {minimum} and {maximum}"));

    private void Take(ReadOnlySpan<string> words, ref int i)
    {
        var word = words[i];
        if (!word.StartsWith("--", StringComparison.Ordinal))
        {
            throw new BootArgumentException($"'{Shown(word)}' is not an argument; arguments begin with -- (try --help)");
        }

        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? word[2..] : word[2..equals];
        var index = FindIndex(name);
        if (index < 0)
        {
            throw new BootArgumentException($"--{Shown(name)}: no such argument (try --help)");
        }

        var parameter = _image.Parameters[index];
        string text;
        if (equals >= 0)
        {
            text = word[(equals + 1)..];
        }
        else if (parameter.Kind == BootParameterKind.Switch)
        {
            text = bool.TrueString;
        }
        else if (i + 1 < words.Length)
        {
            text = words[++i];
        }
        else
        {
            throw new BootArgumentException($"--{name}: needs a value, {WithArticle(parameter.ValueName)}");
        }

        if (_values[index] is null)
        {
            _values[index] = [text];
        }
        else if (parameter.Kind == BootParameterKind.List)
        {
            _values[index]!.Add(text);
        }
        else
        {
            throw new BootArgumentException($"--{name}: given twice");
        }
    }

    private void CheckRequired()
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] is null && _image.Parameters[i].IsRequired)
            {
                throw Missing(_image.Parameters[i].Name);
            }
        }
    }

    private T Parse<T>(string name, string text)
        where T : IParsable<T>
    {
        if (typeof(T) == typeof(TimeSpan))
        {
            return Duration.TryParse(text, out var duration) ? (T)(object)duration : throw Malformed(name, text, " such as 500ms, 10s or 1.5h");
        }

        return T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw Malformed(name, text);
    }

    private static T ParseChoice<T>(string name, string text)
        where T : struct, Enum
    {
        // By name only: Enum.TryParse also takes numbers, sums of names and spaces around them.
        var names = Enum.GetNames<T>();
        var match = Array.Find(names, candidate => candidate.Equals(text, StringComparison.OrdinalIgnoreCase));
        return match is not null
            ? Enum.Parse<T>(match)
            : throw new BootArgumentException(
                $"--{name}: '{Shown(text)}' is not one of {string.Join(", ", names).ToLowerInvariant()}");
    }

    private string? Text(string name) => _values[IndexOf(name)]?[0];

    private int IndexOf(string name) =>
        FindIndex(name) is >= 0 and var index ? index : throw new ArgumentException($"The image has no argument '{name}'.", nameof(name));

    private int FindIndex(string name) => Array.FindIndex(_image.Parameters, parameter => parameter.Name == name);

    private static BootArgumentException Missing(string name) =>
        new($"--{name}: missing; it has no default (try --help)");

    private BootArgumentException Malformed(string name, string text, string example = "") =>
        new($"--{name}: '{Shown(text)}' is not {WithArticle(_image.Parameters[IndexOf(name)].ValueName)}{example}");

    private static string WithArticle(string noun) => noun is ['a' or 'e' or 'i' or 'o' or 'u', ..] ? $"an {noun}" : $"a {noun}";

    /// <summary>What was typed, such as fits into a message of one line.</summary>
    private static string Shown(string text)
    {
        var shown = text.AsSpan(0, Math.Min(text.Length, MostShown)).ToArray();
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = char.IsControl(shown[i]) ? '?' : shown[i];
        }

        return new string(shown) + (text.Length > MostShown ? "..." : "");
    }
}
