namespace MirageGen.Dns.Secondary;

/// <summary>A zone that a catalog lists.</summary>
/// <param name="Label">
/// The unique label under which it is listed, in its canonical form: under another one it is another zone of the same name, of
/// which nothing is kept (RFC 9432 section 5.4).
/// </param>
/// <param name="NextCatalog">The catalog that it is about to be listed in (section 4.3.1); null when in none.</param>
internal sealed record CatalogMember(DomainName Label, DomainName? NextCatalog);
