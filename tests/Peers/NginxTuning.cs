namespace MirageGen.Peers;

/// <summary>nginx tuned as its documentation says for static files: no log, descriptors kept open.</summary>
internal static class NginxTuning
{
    /// <summary>Lines of its block <c>http</c>.</summary>
    public const string Http = """
        access_log off;
          sendfile on;
          tcp_nopush on;
          keepalive_requests 1000000000;
          open_file_cache max=1000;
          types { text/html html; text/css css; image/svg+xml svg; text/plain txt; }
        """;
}
