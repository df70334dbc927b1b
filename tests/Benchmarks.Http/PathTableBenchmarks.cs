using System.Text;
using BenchmarkDotNet.Attributes;
using MirageGen.Http;
using MirageGen.Http.Wire;

namespace MirageGen.Benchmarks;

/// <summary>Finding what answers a path, among a thousand files and a few patterns.</summary>
[MemoryDiagnoser]
public class PathTableBenchmarks
{
    private readonly RouteTable _routes = new();
    private byte[] _path = [];

    /// <summary>A file, a pattern with parameters, or nothing.</summary>
    [Params("/assets/page-500.html", "/users/17/posts/4", "/not/here")]
    public string Path { get; set; } = string.Empty;

    /// <summary>Fills the table.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        for (var i = 0; i < 1000; i++)
        {
            _routes.TryAddLiteral(HttpMethod.Get, $"/assets/page-{i}.html", static _ => default);
        }

        _routes.Add(HttpMethod.Get, "/users/{id}/posts/{post}", static _ => default);
        _routes.Add(HttpMethod.Get, "/users/{id}", static _ => default);
        _path = Encoding.ASCII.GetBytes(Path);
    }

    /// <summary>One look-up.</summary>
    [Benchmark]
    public bool Find()
    {
        var query = new RouteQuery(MethodCode.Get, "GET"u8);
        return _routes.Find(_path, ref query) is not null;
    }
}
