using System.Text;

namespace MirageGen.Peers.Xen;

/// <summary>nginx in a <see cref="DebianDomain"/>: what our website is measured beside.</summary>
internal static class NginxDomain
{
    /// <summary>Tuned as its documentation says for static files, as <see cref="PeerBuild"/> does on a host.</summary>
    private const string Configuration = """
        daemon off;
        user root;
        worker_processes 1;
        pid /run/nginx.pid;
        error_log stderr error;
        events { worker_connections 1024; }
        http {
          access_log off;
          sendfile on;
          tcp_nopush on;
          keepalive_requests 1000000000;
          open_file_cache max=1000;
          types { text/html html; text/css css; image/svg+xml svg; text/plain txt; }
          server { listen 80; root /htdocs; index index.html; }
        }

        """;

    /// <summary>The domain that serves the files of a folder on port 80.</summary>
    public static DebianDomain Of(string content) => new(["nginx"], ["usr/sbin/nginx"], "exec nginx -c /etc/nginx.conf\n")
    {
        Folders = ["var/log/nginx", "var/lib/nginx"],
        Files = Directory.EnumerateFiles(content, "*", SearchOption.AllDirectories)
            .ToDictionary(file => "htdocs/" + Path.GetRelativePath(content, file), File.ReadAllBytes)
            .Append(new("etc/nginx.conf", Encoding.UTF8.GetBytes(Configuration)))
            .ToDictionary(),
    };
}
