using System.Text.Json.Serialization;

/// <summary>The JSON of the control connection, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IperfParameters))]
[JsonSerializable(typeof(IperfResults))]
public sealed partial class IperfJson : JsonSerializerContext;
