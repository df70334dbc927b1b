using System.Text;

namespace MirageGen.Peers.Xen;

/// <summary>nginx in a <see cref="DebianDomain"/>: what our website is measured beside.</summary>
internal static class NginxDomain
{
    /// <summary>One worker, for one processor.</summary>
    private const string Configuration = $$"""
        daemon off;
        user root;
        worker_processes 1;
        pid /run/nginx.pid;
        error_log stderr error;
        events { worker_connections 1024; }
        http {
          {{NginxTuning.Http}}
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
