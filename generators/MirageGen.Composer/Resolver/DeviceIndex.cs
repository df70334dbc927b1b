using System.Collections.Generic;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Resolver;

/// <summary>The devices of a catalog, by what they can be asked for as and by class.</summary>
internal sealed class DeviceIndex
{
    private readonly Dictionary<string, List<Candidate>> _bySignature = [];
    private readonly Dictionary<string, DeviceModel> _byClass = [];

    public DeviceIndex(EquatableArray<DeviceModel> devices)
    {
        foreach (var device in devices)
        {
            if (_byClass.ContainsKey(device.Type.Qualified))
            {
                continue;
            }

            _byClass.Add(device.Type.Qualified, device);
            foreach (var declaration in device.Declarations)
            {
                Add(device, declaration);
            }
        }
    }

    public List<Candidate> Find(TypeName signature) =>
        _bySignature.TryGetValue(signature.Qualified, out var candidates) ? candidates : [];

    public DeviceModel? FindClass(TypeName type) =>
        _byClass.TryGetValue(type.Qualified, out var device) ? device : null;

    private void Add(DeviceModel device, DeviceDeclaration declaration)
    {
        var candidate = new Candidate(device, declaration);
        Add(device.Type, candidate); // Any device can also be asked for by its class.
        foreach (var signature in declaration.Signatures)
        {
            Add(signature, candidate);
        }
    }

    private void Add(TypeName signature, Candidate candidate)
    {
        if (!_bySignature.TryGetValue(signature.Qualified, out var candidates))
        {
            _bySignature.Add(signature.Qualified, candidates = []);
        }

        if (candidates.Count == 0 || candidates[candidates.Count - 1] != candidate)
        {
            candidates.Add(candidate); // Not twice for an attribute that names one signature twice.
        }
    }
}
