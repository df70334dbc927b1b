using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>A request's method (RFC 9110 section 9); case-sensitive. The default value is GET.</summary>
public readonly struct HttpMethod : IEquatable<HttpMethod>
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly string? _otherName;

    /// <summary>A method by its name.</summary>
    /// <param name="name">A token of at most 32 characters, such as <c>PROPFIND</c>.</param>
    /// <exception cref="ArgumentException">It is no token.</exception>
    public HttpMethod(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > MethodCodes.LongestBytes || name.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            throw new ArgumentException($"'{name}' is not a method: a token of at most {MethodCodes.LongestBytes} characters.", nameof(name));
        }

        Code = MethodCodes.Identify(Encoding.ASCII.GetBytes(name));
        _otherName = Code == MethodCode.Other ? name : null;
    }

    internal HttpMethod(MethodCode code) => Code = code;

    /// <summary>GET.</summary>
    public static HttpMethod Get => new(MethodCode.Get);

    /// <summary>HEAD.</summary>
    public static HttpMethod Head => new(MethodCode.Head);

    /// <summary>POST.</summary>
    public static HttpMethod Post => new(MethodCode.Post);

    /// <summary>PUT.</summary>
    public static HttpMethod Put => new(MethodCode.Put);

    /// <summary>DELETE.</summary>
    public static HttpMethod Delete => new(MethodCode.Delete);

    /// <summary>PATCH (RFC 5789).</summary>
    public static HttpMethod Patch => new(MethodCode.Patch);

    /// <summary>OPTIONS.</summary>
    public static HttpMethod Options => new(MethodCode.Options);

    /// <summary>TRACE.</summary>
    public static HttpMethod Trace => new(MethodCode.Trace);

    /// <summary>The name as it stands in a request.</summary>
    public string Name => _otherName ?? MethodCodes.NameOf(Code);

    /// <summary>Whether it changes nothing (RFC 9110 section 9.2.1).</summary>
    public bool IsSafe => Code is MethodCode.Get or MethodCode.Head or MethodCode.Options or MethodCode.Trace;

    /// <summary>Whether to send it twice is as good as to send it once (RFC 9110 section 9.2.2).</summary>
    public bool IsIdempotent => IsSafe || Code is MethodCode.Put or MethodCode.Delete;

    internal MethodCode Code { get; }

    /// <inheritdoc/>
    public bool Equals(HttpMethod other) => Code == other.Code && _otherName == other._otherName;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is HttpMethod other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Whether two methods are the same.</summary>
    public static bool operator ==(HttpMethod left, HttpMethod right) => left.Equals(right);

    /// <summary>Whether two methods differ.</summary>
    public static bool operator !=(HttpMethod left, HttpMethod right) => !left.Equals(right);
}
