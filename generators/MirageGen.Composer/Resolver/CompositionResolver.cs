using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>Composes what a <c>[Compose]</c> class asks for.</summary>
internal static class CompositionResolver
{
    public static CompositionResolution Resolve(CompositionModel composition, Catalog catalog)
    {
        var backend = BackendChoice.Find(catalog, out _);
        if (composition is not { IsBroken: false, Appliance: { } appliance } || backend is null)
        {
            return new(composition, null, []);
        }

        var resolution = new GraphBuilder(catalog, backend).Build([appliance], Anchor.At(composition.Type));
        return new(composition, resolution.Plan, resolution.Messages);
    }
}
