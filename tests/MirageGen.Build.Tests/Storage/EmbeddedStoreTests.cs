using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using MirageGen.Storage;

namespace MirageGen.Build.Tests.Storage;

public sealed class EmbeddedStoreTests
{
    private static readonly string Page = string.Concat(Enumerable.Repeat("<p>The same again.</p>\n", 200));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly EmbeddedStore _store = EmbeddedStore.Over(Images.Pack(
        ("index.html", Page),
        ("a/deep/er.txt", "er"),
        ("a-b.txt", "a-b"),
        ("a/z.txt", "z"),
        ("empty", ""),
        ("ü/𝄞.txt", "clef")));

    [Fact]
    public void A_value_is_found_with_its_size_and_time()
    {
        Assert.Equal(
            new KeyInfo(KeyKind.Value, 2, new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero)),
            Find("a/deep/er.txt"));
        Assert.Equal((KeyKind.Value, 0L), Kind(Find("empty")));
        Assert.Equal((KeyKind.Value, 4L), Kind(Find("ü/𝄞.txt")));

        static (KeyKind, long) Kind(KeyInfo info) => (info.Kind, info.Size);
    }

    [Fact]
    public void Dictionaries_and_the_root_are_found_as_such()
    {
        Assert.Equal(KeyKind.Dictionary, Find("a/deep").Kind);
        Assert.Equal(KeyKind.Dictionary, Find("a").Kind);
        Assert.Equal(KeyKind.Dictionary, Find(Key.Root).Kind);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("a/dee")]
    [InlineData("a/deep/er.txt/x")]
    [InlineData("zzz")]
    [InlineData("index.htm")]
    public void What_is_not_there_is_absent_and_no_error(string path)
    {
        Assert.Equal(KeyInfo.None, Find(path));
        Assert.Null(Get(path));
        Assert.Null(Digest(path));
        Assert.Empty(List(path));
        Assert.Equal(0, Read(path, 0, new byte[8]));
        Assert.False(_store.TryGet(path, out _));
    }

    [Fact]
    public void A_dictionary_has_no_value()
    {
        Assert.Null(Get("a"));
        Assert.False(_store.TryGet("a", out _));
        Assert.Equal(0, Read("a", 0, new byte[8]));
    }

    [Fact]
    public void A_value_that_is_empty_is_not_absent() => Assert.Equal(0, Get("empty")!.Value.Length);

    [Fact]
    public void A_value_comes_whole_and_in_parts()
    {
        Assert.Equal(Page, Encoding.UTF8.GetString(Get("index.html")!.Value.Span));

        var part = new byte[8];
        Assert.Equal(8, Read("index.html", 3, part));
        Assert.Equal("The same", Encoding.UTF8.GetString(part));
        Assert.Equal(3, Read("index.html", Page.Length - 3, part));
        Assert.Equal(0, Read("index.html", Page.Length, part));
        Assert.Equal(0, Read("index.html", long.MaxValue, part));
        Assert.Throws<ArgumentOutOfRangeException>(() => Read("index.html", -1, part));
    }

    [Fact]
    public void A_listing_has_the_keys_directly_below_in_order_of_their_names()
    {
        Assert.Equal(
            [
                new KeyEntry("a", KeyKind.Dictionary),
                new KeyEntry("a-b.txt", KeyKind.Value),
                new KeyEntry("empty", KeyKind.Value),
                new KeyEntry("index.html", KeyKind.Value),
                new KeyEntry("ü", KeyKind.Dictionary),
            ],
            List(Key.Root));
        Assert.Equal(
            [new KeyEntry("a/deep", KeyKind.Dictionary), new KeyEntry("a/z.txt", KeyKind.Value)],
            List("a"));
    }

    [Fact]
    public void The_keys_of_values_come_in_ordinal_order() =>
        Assert.Equal(
            ["a-b.txt", "a/deep/er.txt", "a/z.txt", "empty", "index.html", "ü/𝄞.txt"],
            _store.Keys.Select(key => key.Path));

    [Fact]
    public void Content_has_variants_that_unpack_to_it_and_its_digest()
    {
        Assert.True(_store.TryGet("index.html", out var content));
        Assert.Equal(Page, Encoding.UTF8.GetString(content.Identity.Span));
        Assert.Equal(SHA256.HashData(content.Identity.Span), content.Digest.ToArray());
        Assert.InRange(content.Gzip.Length, 1, Page.Length / 10);
        Assert.InRange(content.Brotli.Length, 1, Page.Length / 10);
        Assert.Equal(Page, Unpack(new GZipStream(Over(content.Gzip), CompressionMode.Decompress)));
        Assert.Equal(Page, Unpack(new BrotliStream(Over(content.Brotli), CompressionMode.Decompress)));

        static MemoryStream Over(ReadOnlyMemory<byte> octets) => new(octets.ToArray());
        static string Unpack(Stream stream)
        {
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    [Fact]
    public void A_variant_that_is_not_smaller_is_left_out()
    {
        Assert.True(_store.TryGet("a/z.txt", out var content));
        Assert.True(content.Gzip.IsEmpty);
        Assert.True(content.Brotli.IsEmpty);
    }

    [Fact]
    public void A_dictionarys_digest_follows_everything_below_it()
    {
        var one = RootDigest(("a/b/c.txt", "1"), ("d.txt", "2"));

        Assert.Equal(32, one.Length);
        Assert.Equal(one, RootDigest(("d.txt", "2"), ("a/b/c.txt", "1")));
        Assert.NotEqual(one, RootDigest(("a/b/c.txt", "!"), ("d.txt", "2")));
        Assert.NotEqual(one, RootDigest(("a/b/C.txt", "1"), ("d.txt", "2")));
        Assert.NotEqual(one, RootDigest(("a/b/c.txt", "1"), ("d.txt", "2"), ("e.txt", "")));

        static byte[] RootDigest(params (string, string)[] values) =>
            Now(EmbeddedStore.Over(Images.Pack(values)).DigestAsync(Key.Root, Cancellation))!.Value.ToArray();
    }

    [Fact]
    public void An_empty_directory_is_a_store_without_keys()
    {
        var store = EmbeddedStore.Over(Images.Pack());

        Assert.Empty(store.Keys);
        Assert.Empty(Now(store.ListAsync(Key.Root, Cancellation)));
        Assert.Equal(KeyKind.Dictionary, Now(store.FindAsync(Key.Root, Cancellation)).Kind);
    }

    [Fact]
    public void Equal_values_are_stored_once()
    {
        var octets = Encoding.UTF8.GetBytes(Page);
        var one = Build.Embedding.ImageWriter.Write([Images.Value("a", octets)]);
        var shared = Images.Value("a", octets);
        var two = Build.Embedding.ImageWriter.Write([shared, shared with { Key = "b" }]);

        Assert.InRange(two.Length - one.Length, 1, 100);
    }

    [Fact]
    public void Values_lie_at_multiples_of_eight_from_the_images_start()
    {
        var image = Images.Pack(("a", "1"), ("b", "22"), ("c", Page));
        var store = EmbeddedStore.Over(image);

        Assert.All(store.Keys, key =>
        {
            store.TryGet(key, out var content);
            foreach (var form in new[] { content.Identity, content.Gzip, content.Brotli }.Where(form => !form.IsEmpty))
            {
                Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(form, out var segment));
                Assert.Equal(0, segment.Offset % 8);
            }
        });
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        Key page = "index.html", folder = "a", missing = "nowhere";
        var buffer = new byte[16];
        var cancellation = Cancellation;
        Exercise();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Exercise();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Exercise()
        {
            foreach (var key in (ReadOnlySpan<Key>)[page, folder, missing])
            {
                _store.TryGet(key, out _);
                Now(_store.FindAsync(key, cancellation));
                Now(_store.GetAsync(key, cancellation));
                Now(_store.ReadAsync(key, 0, buffer, cancellation));
                Now(_store.DigestAsync(key, cancellation));
            }
        }
    }

    [Fact]
    public void Static_data_is_read_in_place()
    {
        var image = GC.AllocateUninitializedArray<byte>(Images.Pack(("a", "here")).Length, pinned: true);
        Images.Pack(("a", "here")).CopyTo(image, 0);
        var store = new EmbeddedStore(image.AsSpan());
        var at = image.AsSpan().IndexOf("here"u8);

        Assert.True(store.TryGet("a", out var content));
        image[at] = (byte)'H';
        Assert.Equal("Here", Encoding.UTF8.GetString(content.Identity.Span));
        using var pin = content.Identity.Pin();
        GC.KeepAlive(image);
    }

    private KeyInfo Find(Key key) => Now(_store.FindAsync(key, Cancellation));

    private ReadOnlyMemory<byte>? Get(Key key) => Now(_store.GetAsync(key, Cancellation));

    private int Read(Key key, long offset, byte[] destination) => Now(_store.ReadAsync(key, offset, destination, Cancellation));

    private IReadOnlyList<KeyEntry> List(Key key) => Now(_store.ListAsync(key, Cancellation));

    private ReadOnlyMemory<byte>? Digest(Key key) => Now(_store.DigestAsync(key, Cancellation));

    /// <summary>The result of a task that the store must complete before it returns it.</summary>
    private static T Now<T>(ValueTask<T> task)
    {
        Assert.True(task.IsCompletedSuccessfully);
        return task.Result;
    }
}
