using System.Net;
using System.Text;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>Sends <c>/directory</c> to <c>/directory/</c>, so that relative links in its index work.</summary>
internal static class DirectoryRedirect
{
    public static ValueTask AnswerAsync(HttpExchange exchange)
    {
        // Made of the normal path: the one received may begin with //, and then name another host.
        var request = exchange.Request;
        var query = request.Head.Target.HasQuery ? $"?{request.QueryString}" : string.Empty;
        exchange.Response.Redirect($"{Encode(request.PathOctets)}/{query}", HttpStatusCode.MovedPermanently);
        return default;
    }

    private static string Encode(ReadOnlySpan<byte> path)
    {
        var text = new StringBuilder(path.Length);
        foreach (var octet in path)
        {
            if (HttpGrammar.PlainPath.Contains(octet))
            {
                text.Append((char)octet);
            }
            else
            {
                text.Append('%').Append((octet == PathNormalizer.EncodedSlash ? (byte)'/' : octet).ToString("X2", null));
            }
        }

        return text.ToString();
    }
}
