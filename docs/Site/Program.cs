using MirageGen.DocsSite;

// Renders the project's documents into the content of the StaticWebsite example.
// Usage: dotnet run --project docs/Site [OUTPUT-DIRECTORY]
var root = SiteMap.FindRoot(AppContext.BaseDirectory);
var output = args.Length > 0 ? args[0] : Path.Combine(root, "examples", "StaticWebsite", "htdocs");
var files = Site.Render(root);
Site.Write(files, output);
Console.WriteLine($"{files.Count} files in {Path.GetRelativePath(Directory.GetCurrentDirectory(), output)}");
