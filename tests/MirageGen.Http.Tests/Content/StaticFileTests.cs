using System.IO.Compression;
using System.Text;
using MirageGen.TestKit;

namespace MirageGen.Http.Tests.Content;

/// <summary>Files by their paths, embedded and stored alike.</summary>
public sealed class StaticFileTests
{
    public static TheoryData<bool> Both => [true, false];

    public static TheoryData<bool, string, string, string> Paths()
    {
        (string, string, string)[] paths =
        [
            ("/", "text/html; charset=utf-8", StaticSite.Index),
            ("/index.html", "text/html; charset=utf-8", StaticSite.Index),
            ("/digits.txt", "text/plain; charset=utf-8", "0123456789"),
            ("/digits.txt?version=3", "text/plain; charset=utf-8", "0123456789"),
            ("/empty.txt", "text/plain; charset=utf-8", ""),
            ("/docs/", "text/html; charset=utf-8", "docs"),
            ("/docs/guide.md", "text/markdown; charset=utf-8", "guide"),
            ("/docs/deep/x.unknown", "application/octet-stream", "x"),
            ("/docs/deep/../guide.md", "text/markdown; charset=utf-8", "guide"),
            ("/gr%C3%BC%C3%9Fe%20und%20mehr.txt", "text/plain; charset=utf-8", "hallo"),
            ("/a%25b.txt", "text/plain; charset=utf-8", "percent"),
            ("/.well-known/security.txt", "text/plain; charset=utf-8", "contact"),
            ("/%64igits.txt", "text/plain; charset=utf-8", "0123456789"),
        ];
        var data = new TheoryData<bool, string, string, string>();
        foreach (var isEmbedded in new[] { true, false })
        {
            foreach (var (path, type, text) in paths)
            {
                data.Add(isEmbedded, path, type, text);
            }
        }

        return data;
    }

    public static TheoryData<bool, string> Missing()
    {
        var data = new TheoryData<bool, string>();
        foreach (var isEmbedded in new[] { true, false })
        {
            foreach (var path in new[]
            {
                "/nothing", "/docs/deep/", "/docs/deep", "/docs/guide.md/", "/index.html/", "/DIGITS.txt", "/digits.txt.",
                "//", "//digits.txt", "/docs//guide.md", "/docs%2Fguide.md", "/docs%2f", "/docs%5Cguide.md", "/docs/..%2fdigits.txt",
                "/%2e%2e%2fdigits.txt", "/digits.txt%20", "/digits.txt/..%2f", "/...", "/docs/guide.md/.", "/a%2525b.txt",
            })
            {
                data.Add(isEmbedded, path);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_file_is_served_with_its_type(bool isEmbedded, string path, string type, string text)
    {
        var response = StaticSite.Ask(isEmbedded, $"GET {path}");
        Assert.Equal(200, response.Status);
        Assert.Equal(text, response.Text);
        Assert.Equal(type, response["Content-Type"]);
        Assert.Equal("nosniff", response["X-Content-Type-Options"]);
        Assert.Equal("no-cache", response["Cache-Control"]);
        Assert.Equal("bytes", response["Accept-Ranges"]);
        Assert.Equal($"{Encoding.UTF8.GetByteCount(text)}", response["Content-Length"]);
        Assert.Matches("^\"[0-9a-f]{24}\"$", response["ETag"]);
    }

    [Theory]
    [MemberData(nameof(Missing))]
    public void What_is_no_file_is_not_found(bool isEmbedded, string path)
    {
        var response = StaticSite.Ask(isEmbedded, $"GET {path}");
        Assert.Equal(404, response.Status);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_large_file_arrives_whole(bool isEmbedded)
    {
        var response = StaticSite.Ask(isEmbedded, "GET /large.bin");
        Assert.Equal(StaticSite.Large, response.Body);
        Assert.Null(response["Transfer-Encoding"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Head_says_what_get_would(bool isEmbedded)
    {
        foreach (var path in new[] { "/", "/digits.txt", "/large.bin", "/empty.txt", "/nothing", "/docs" })
        {
            Assert.Equal(StaticSite.Ask(isEmbedded, $"GET {path}").Fields, StaticSite.Ask(isEmbedded, $"HEAD {path}").Fields);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_directory_is_redirected_to_its_slash(bool isEmbedded)
    {
        var response = StaticSite.Ask(isEmbedded, "GET /docs?a=b");
        Assert.Equal(301, response.Status);
        Assert.Equal("/docs/?a=b", response["Location"]);
        Assert.Equal("/docs/", StaticSite.Ask(isEmbedded, "GET /%64ocs")["Location"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Nothing_redirects_to_another_host(bool isEmbedded)
    {
        foreach (var path in new[] { "//evil.example/../docs", "//evil.example/..", "/%2Fevil.example/..", "//docs", "/\\docs" })
        {
            var response = StaticSite.Ask(isEmbedded, $"GET {path}");
            Assert.DoesNotContain("evil", response["Location"] ?? string.Empty, StringComparison.Ordinal);
            Assert.False((response["Location"] ?? "/x").StartsWith("//", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Files_can_only_be_read(bool isEmbedded)
    {
        var response = StaticSite.Ask(isEmbedded, "PUT /digits.txt", "Content-Length: 0");
        Assert.Equal(405, response.Status);
        Assert.Equal("GET, HEAD, OPTIONS", response["Allow"]);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_page_of_ones_own_is_shown_for_what_is_not_found(bool isEmbedded)
    {
        IKeyValueReader store = isEmbedded
            ? new ImmutableStore().With("404.html", "<p>lost</p>").With("a.txt", "a")
            : new MemoryStore().With("404.html", "<p>lost</p>").With("a.txt", "a");
        void Map(HttpServer http)
        {
            http.MapFiles("/", store);
            http.MapPost("/api", exchange => exchange.Response.WriteAsync("api"));
        }

        foreach (var method in new[] { "GET", "HEAD" })
        {
            var response = TestSite.Ask(Map, $"{method} /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal(404, response.Status);
            Assert.Equal("text/html; charset=utf-8", response["Content-Type"]);
            Assert.Equal("11", response["Content-Length"]);
            Assert.Null(response["ETag"]);
            Assert.Equal(method == "GET" ? "<p>lost</p>" : string.Empty, response.Text);
        }

        Assert.Equal("a", TestSite.Ask(Map, "GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n").Text);
        Assert.Equal("api", TestSite.Ask(Map, "POST /api HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").Text);
        Assert.Equal(200, TestSite.Ask(Map, "GET /404.html HTTP/1.1\r\nHost: x\r\n\r\n").Status);
    }

    [Fact]
    public void What_is_not_there_has_no_methods_either() =>
        Assert.Equal(404, StaticSite.Ask(isEmbedded: true, "PUT /nothing", "Content-Length: 0").Status);

    [Theory]
    [MemberData(nameof(Both))]
    public void The_programs_own_paths_come_first_whenever_they_are_mapped(bool isEmbedded)
    {
        void Map(HttpServer http)
        {
            (isEmbedded ? (Action<HttpServer>)StaticSite.Embedded : StaticSite.Stored)(http);
            http.MapGet("/digits.txt", exchange => exchange.Response.WriteAsync("mine"));
            http.MapGet("/api/{name}", exchange => exchange.Response.WriteAsync(exchange.Request.Route("name")));
        }

        Assert.Equal("mine", TestSite.Ask(Map, "GET /digits.txt HTTP/1.1\r\nHost: x\r\n\r\n").Text);
        Assert.Equal("x", TestSite.Ask(Map, "GET /api/x HTTP/1.1\r\nHost: x\r\n\r\n").Text);
        Assert.Equal("guide", TestSite.Ask(Map, "GET /docs/guide.md HTTP/1.1\r\nHost: x\r\n\r\n").Text);
    }

    [Theory]
    [InlineData("/assets")]
    [InlineData("/assets/")]
    public void Files_may_lie_below_a_path(string prefix)
    {
        foreach (var store in new IKeyValueReader[] { StaticSite.MakeEmbedded(), StaticSite.MakeStored() })
        {
            void Map(HttpServer http) => http.MapFiles(prefix, store);
            Assert.Equal(StaticSite.Index, TestSite.Ask(Map, "GET /assets/ HTTP/1.1\r\nHost: x\r\n\r\n").Text);
            Assert.Equal("docs", TestSite.Ask(Map, "GET /assets/docs/ HTTP/1.1\r\nHost: x\r\n\r\n").Text);
            Assert.Equal("/assets/", TestSite.Ask(Map, "GET /assets HTTP/1.1\r\nHost: x\r\n\r\n")["Location"]);
            Assert.Equal("/assets/docs/", TestSite.Ask(Map, "GET /assets/docs HTTP/1.1\r\nHost: x\r\n\r\n")["Location"]);
            Assert.Equal(404, TestSite.Ask(Map, "GET /digits.txt HTTP/1.1\r\nHost: x\r\n\r\n").Status);
        }
    }

    [Fact]
    public void Types_and_caching_can_be_chosen_by_file()
    {
        var options = new HttpFileOptions
        {
            CacheControl = key => key.Path.StartsWith("docs/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : null,
            MediaType = key => key.Path.EndsWith(".unknown", StringComparison.Ordinal) ? "text/x-known" : null,
            IndexName = "guide.md",
        };
        foreach (var store in new IKeyValueReader[] { StaticSite.MakeEmbedded(), StaticSite.MakeStored() })
        {
            void Map(HttpServer http) => http.MapFiles("/", store, options);
            var unknown = TestSite.Ask(Map, "GET /docs/deep/x.unknown HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal("text/x-known", unknown["Content-Type"]);
            Assert.Equal("public, max-age=31536000, immutable", unknown["Cache-Control"]);
            Assert.Null(TestSite.Ask(Map, "GET /digits.txt HTTP/1.1\r\nHost: x\r\n\r\n")["Cache-Control"]);
            Assert.Equal("guide", TestSite.Ask(Map, "GET /docs/ HTTP/1.1\r\nHost: x\r\n\r\n").Text);
        }
    }

    [Theory]
    [InlineData("", "identity")]
    [InlineData("Accept-Encoding: gzip", "gzip")]
    [InlineData("Accept-Encoding: br", "br")]
    [InlineData("Accept-Encoding: gzip, deflate, br, zstd", "br")]
    [InlineData("Accept-Encoding: GZIP", "gzip")]
    [InlineData("Accept-Encoding: x-gzip", "gzip")]
    [InlineData("Accept-Encoding: gzip;q=1.0, br;q=0.5", "gzip")]
    [InlineData("Accept-Encoding: gzip; q=0.5 , br ;q=0.8", "br")]
    [InlineData("Accept-Encoding: br;q=0, gzip", "gzip")]
    [InlineData("Accept-Encoding: br;q=0.000, gzip;q=0", "identity")]
    [InlineData("Accept-Encoding: ", "identity")]
    [InlineData("Accept-Encoding: deflate", "identity")]
    [InlineData("Accept-Encoding: identity", "identity")]
    [InlineData("Accept-Encoding: identity;q=1, gzip;q=0.5", "identity")]
    [InlineData("Accept-Encoding: identity;q=0.5, gzip;q=1", "gzip")]
    [InlineData("Accept-Encoding: *", "br")]
    [InlineData("Accept-Encoding: *;q=0.5, gzip", "gzip")]
    [InlineData("Accept-Encoding: gzip, *;q=0", "gzip")]
    [InlineData("Accept-Encoding: identity;q=0, gzip", "gzip")]
    [InlineData("Accept-Encoding: identity;q=0", "406")]
    [InlineData("Accept-Encoding: *;q=0", "406")]
    [InlineData("Accept-Encoding: deflate, identity;q=0", "406")]
    [InlineData("Accept-Encoding: gzip;q=2", "identity")]
    [InlineData("Accept-Encoding: gzip;q=x", "identity")]
    [InlineData("Accept-Encoding: gzip;q=0.1234", "identity")]
    public void The_coding_is_the_best_that_the_client_takes(string field, string expected)
    {
        var response = field.Length == 0
            ? StaticSite.Ask(isEmbedded: true, "GET /page.html")
            : StaticSite.Ask(isEmbedded: true, "GET /page.html", field);
        Assert.Equal("Accept-Encoding", response["Vary"]);
        if (expected == "406")
        {
            Assert.Equal(406, response.Status);
            return;
        }

        Assert.Equal(expected == "identity" ? null : expected, response["Content-Encoding"]);
        Assert.Equal(StaticSite.Page, Encoding.UTF8.GetString(Decode(response)));
        Assert.EndsWith(expected == "identity" ? "\"" : $"-{expected}\"", response["ETag"], StringComparison.Ordinal);
        Assert.Equal($"{response.Body.Length}", response["Content-Length"]);
    }

    [Theory]
    [InlineData("gzip", "Accept-Encoding: gzip", "Accept-Encoding: br;q=0")]
    [InlineData("br", "Accept-Encoding: gzip;q=0.5", "Accept-Encoding: br")]
    [InlineData(null, "Accept-Encoding: gzip", "Accept-Encoding: gzip;q=0")]
    public void Several_lines_are_one_list_of_codings(string? expected, params string[] fields) =>
        Assert.Equal(expected, StaticSite.Ask(isEmbedded: true, "GET /page.html", fields)["Content-Encoding"]);

    [Theory]
    [InlineData("Accept-Encoding: br")]
    [InlineData("Accept-Encoding: gzip")]
    [InlineData("Accept-Encoding: identity;q=0")]
    [InlineData("If-None-Match: *")]
    [InlineData("If-Match: \"x\"")]
    public void Head_says_what_get_would_whatever_is_asked(string field) =>
        Assert.Equal(StaticSite.Ask(isEmbedded: true, "GET /page.html", field).Fields, StaticSite.Ask(isEmbedded: true, "HEAD /page.html", field).Fields);

    [Fact]
    public void A_file_without_codings_does_not_vary()
    {
        var response = StaticSite.Ask(isEmbedded: true, "GET /digits.txt", "Accept-Encoding: gzip, br");
        Assert.Null(response["Vary"]);
        Assert.Null(response["Content-Encoding"]);
    }

    [Fact]
    public void A_stored_file_that_changes_has_a_new_tag() =>
        TestSite.Run(
            http => http.MapFiles("/", Changing.Value = new MemoryStore().With("a.txt", "one")),
            async site =>
            {
                await using var connection = await site.ConnectAsync();
                var first = await connection.AskAsync("GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n");
                await Changing.Value!.SetAsync("a.txt", "three"u8.ToArray());
                var second = await connection.AskAsync($"GET /a.txt HTTP/1.1\r\nHost: x\r\nIf-None-Match: {first["ETag"]}\r\n\r\n");
                Assert.Equal("three", second.Text);
                Assert.NotEqual(first["ETag"], second["ETag"]);
                Assert.Equal(304, (await connection.AskAsync($"GET /a.txt HTTP/1.1\r\nHost: x\r\nIf-None-Match: {second["ETag"]}\r\n\r\n")).Status);
                await Changing.Value!.RemoveAsync("a.txt");
                Assert.Equal(404, (await connection.AskAsync("GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
            });

    [Fact]
    public void A_stored_file_that_shrinks_while_it_is_sent_resets_the_connection() =>
        TestSite.Run(
            http => http.MapFiles("/", Changing.Value = new MemoryStore().With("large.bin", StaticSite.Large)),
            async site =>
            {
                await using var connection = await site.ConnectAsync();
                await connection.SendAsync("GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n");
                await connection.Flow.Input.ReadAsync();
                connection.Flow.Input.AdvanceTo(default);
                await Changing.Value!.SetAsync("large.bin", "short"u8.ToArray());
                await Assert.ThrowsAsync<FlowResetException>(() => connection.ReceiveToEndAsync());
            });

    [Fact]
    public void A_store_that_fails_is_answered_for() =>
        TestSite.Run(
            http =>
            {
                var store = new MemoryStore().With("a.txt", "a");
                store.Faults.FailWhen(_ => true);
                http.MapFiles("/", store);
            },
            async site =>
            {
                await using var connection = await site.ConnectAsync();
                Assert.Equal(500, (await connection.AskAsync("GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n")).Status);
            });

    private static byte[] Decode(TestResponse response)
    {
        using var encoded = new MemoryStream(response.Body);
        using Stream decoder = response["Content-Encoding"] switch
        {
            "gzip" => new GZipStream(encoded, CompressionMode.Decompress),
            "br" => new BrotliStream(encoded, CompressionMode.Decompress),
            _ => encoded,
        };
        using var decoded = new MemoryStream();
        decoder.CopyTo(decoded);
        return decoded.ToArray();
    }

    private static class Changing
    {
        [ThreadStatic]
        internal static MemoryStore? Value;
    }
}
