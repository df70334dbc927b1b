using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>Where a response leads, and with what (RFC 9110 section 15.4).</summary>
internal static class Redirection
{
    private const int MovedPermanently = 301;
    private const int Found = 302;
    private const int SeeOther = 303;
    private const int TemporaryRedirect = 307;
    private const int PermanentRedirect = 308;

    /// <summary>Fields that are meant for the server they were set for, and for no other.</summary>
    private static readonly HashSet<string> Confidential = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Cookie", "Host", "Proxy-Authorization", "Origin", "Referer",
    };

    /// <summary>Whether a response redirects.</summary>
    public static bool Leads(HttpClientResponse response) =>
        (int)response.Status is MovedPermanently or Found or SeeOther or TemporaryRedirect or PermanentRedirect
        && response.Headers.Contains("Location");

    /// <summary>Makes the request that a response asks for.</summary>
    /// <exception cref="HttpClientException">It cannot be followed.</exception>
    public static HttpClientRequest Follow(HttpClientRequest request, HttpClientResponse response)
    {
        var url = Resolve(request, response);
        var becomesGet = BecomesGet((int)response.Status, request.Method.Code);
        if (!becomesGet && request.Body is { IsAtStart: false })
        {
            throw new HttpClientException(
                HttpFailure.BadRedirect,
                request.Describe($"redirected to {url.ToSafeString()}, but the body cannot be written again (SetBody's canRepeat)"));
        }

        var leaves = url.Origin != request.Address.Origin;
        return request.ToNext(
            becomesGet ? HttpMethod.Get : request.Method,
            url,
            keepsBody: !becomesGet,
            name => (leaves && Confidential.Contains(name))
                || (becomesGet && name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)));
    }

    private static HttpUrl Resolve(HttpClientRequest request, HttpClientResponse response)
    {
        var locations = response.Headers.GetAll("Location");
        if (locations.Count > 1)
        {
            throw new HttpClientException(HttpFailure.BadRedirect, request.Describe("the server redirects to several places at once"));
        }

        try
        {
            return request.Address.Resolve(locations[0]);
        }
        catch (HttpClientException error)
        {
            throw new HttpClientException(HttpFailure.BadRedirect, request.Describe($"redirected, and {error.Message}"), error);
        }
    }

    private static bool BecomesGet(int status, MethodCode method) => status switch
    {
        SeeOther => method is not (MethodCode.Get or MethodCode.Head),
        MovedPermanently or Found => method == MethodCode.Post,
        _ => false,
    };
}
