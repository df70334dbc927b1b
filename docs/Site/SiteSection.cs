namespace MirageGen.DocsSite;

/// <summary>A group of the navigation; one without a title is rendered but not listed.</summary>
public sealed record SiteSection(string Title, IReadOnlyList<SiteDocument> Documents);
