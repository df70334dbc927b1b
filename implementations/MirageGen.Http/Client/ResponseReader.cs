using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>Takes responses' heads off what arrives.</summary>
internal sealed class ResponseReader : HeadReader<ResponseHeadParser, ResponseHead>;
