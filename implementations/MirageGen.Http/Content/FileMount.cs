namespace MirageGen.Http;

/// <summary>Files of a store under a path.</summary>
/// <param name="Prefix">Starts and ends with a slash.</param>
/// <param name="Store">The store.</param>
/// <param name="Options">How they are served.</param>
internal sealed record FileMount(string Prefix, IKeyValueReader Store, HttpFileOptions Options)
{
    /// <summary>Adds routes for the files. What the program itself has mapped at a path stays.</summary>
    public void AddTo(RouteTable routes)
    {
        if (Store is IImmutableContent content)
        {
            AddImmutable(routes, content);
            return;
        }

        var files = new StoredFiles(Store, Options);
        routes.TryAdd(HttpMethod.Get, $"{Prefix}{{**path}}", files.AnswerAsync);
        if (Prefix.Length > 1)
        {
            routes.TryAddLiteral(HttpMethod.Get, Prefix.TrimEnd('/'), DirectoryRedirect.AnswerAsync);
        }
    }

    private void AddImmutable(RouteTable routes, IImmutableContent content)
    {
        foreach (var key in content.Keys)
        {
            if (!content.TryGet(key, out var value))
            {
                continue;
            }

            var file = new ImmutableFile(key, value, Options);
            routes.TryAddLiteral(HttpMethod.Get, Prefix + key.Path, file.AnswerAsync);
            if (key.Name.SequenceEqual(Options.IndexName))
            {
                AddIndex(routes, key.Parent, file);
            }

            if (key.Path == Options.NotFoundName)
            {
                routes.TryAdd(HttpMethod.Get, $"{Prefix}{{**path}}", file.AnswerNotFoundAsync, isFallback: true);
            }
        }
    }

    private void AddIndex(RouteTable routes, Key directory, ImmutableFile index)
    {
        var path = directory.IsRoot ? Prefix : $"{Prefix}{directory.Path}/";
        routes.TryAddLiteral(HttpMethod.Get, path, index.AnswerAsync);
        if (path.Length > 1)
        {
            routes.TryAddLiteral(HttpMethod.Get, path[..^1], DirectoryRedirect.AnswerAsync);
        }
    }
}
