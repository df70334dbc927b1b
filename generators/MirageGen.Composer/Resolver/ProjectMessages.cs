using System.Collections.Generic;
using System.Linq;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>Gathers all that is wrong with a project.</summary>
internal static class ProjectMessages
{
    /// <summary>What the resolver has to say.</summary>
    public static IEnumerable<Message> Of(
        ProjectModel project,
        ImageResolution image,
        IEnumerable<CompositionResolution> composed) => image.Messages
        .Concat(composed.SelectMany(composition => composition.Messages))
        .Concat(BackendChoice.Check(project))
        .Concat(ChoiceCheck.Check(project.Catalog));

    /// <summary>Finds the places of the resolver's messages, after what the parser had to say.</summary>
    public static EquatableArray<PlacedMessage> Place(IEnumerable<Message> resolved, ParsedProject parsed)
    {
        var places = parsed.Places.ToLookup(place => place.Anchor, place => place.Location);
        return parsed.Messages
            .Concat(resolved.Select(message => new PlacedMessage(message.Fault, places[message.Anchor].FirstOrDefault())))
            .ToEquatableArray();
    }
}
