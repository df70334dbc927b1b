using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>Takes requests' heads off what arrives.</summary>
internal sealed class RequestReader : HeadReader<RequestHeadParser, RequestHead>
{
    /// <summary>Room for the normal path, which is no longer than the path received.</summary>
    protected override int SpareBytes => Head.Target.Path.Length;
}
