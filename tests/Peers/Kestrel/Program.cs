// The peer: Kestrel with a minimal API, as its documentation recommends it for NativeAOT, serving files from memory.
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls($"http://127.0.0.1:{args[0]}");
var app = builder.Build();
foreach (var file in Directory.EnumerateFiles(args[1]))
{
    var content = File.ReadAllBytes(file);
    app.MapGet("/" + Path.GetFileName(file), () => TypedResults.Bytes(content, "application/octet-stream"));
}

app.Run();
