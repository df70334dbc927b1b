namespace MirageGen.DocsSite;

/// <summary>One Markdown document of the repository and the page it becomes.</summary>
/// <param name="Source">Its path from the root of the repository.</param>
/// <param name="Page">The page's path from the root of the site.</param>
/// <param name="Title">Its name in the navigation.</param>
public sealed record SiteDocument(string Source, string Page, string Title);
