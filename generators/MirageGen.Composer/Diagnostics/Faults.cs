using MirageGen.Composer.Model;

namespace MirageGen.Composer.Diagnostics;

/// <summary>Names the arguments of each rule's message, so that no two places fill them in differently.</summary>
internal static class Faults
{
    public static Fault NoImplementation(string signature, string target, string asker, string remedy) =>
        new(Rules.NoImplementation.Id, [signature, target, asker, remedy]);

    public static Fault Ambiguous(
        string signature,
        string target,
        string candidates,
        string asker,
        string first,
        EquatableArray<FaultDetail> details) =>
        new(Rules.Ambiguous.Id, [signature, target, candidates, asker, first], details);

    public static Fault Cycle(string target, string circle, string asker) => new(Rules.Cycle.Id, [target, circle, asker]);

    public static Fault ParameterUnfit(string parameter, string owner, string reason) =>
        new(Rules.ParameterUnfit.Id, [parameter, owner, reason]);

    public static Fault TargetUnknown(string target, string reason) => new(Rules.TargetUnknown.Id, [target, reason]);

    public static Fault ApplianceShape(string appliance, ShapeFault fault) =>
        new(Rules.ApplianceShape.Id, [appliance, fault.Reason], fault.Details);

    public static Fault RunWrong(string appliance, string reason) => new(Rules.RunWrong.Id, [appliance, reason]);

    public static Fault ArgumentUnsupported(string parameter, string owner, string reason) =>
        new(Rules.ArgumentUnsupported.Id, [parameter, owner, reason]);

    public static Fault ArgumentTwice(string argument, string first, string second) =>
        new(Rules.ArgumentTwice.Id, [argument, first, second]);

    public static Fault EmbedWrong(string parameter, string reason) => new(Rules.EmbedWrong.Id, [parameter, reason]);

    public static Fault UseDoesNotFit(string subject, string reason) => new(Rules.UseDoesNotFit.Id, [subject, reason]);

    public static Fault DeviceShape(string device, ShapeFault fault) =>
        new(Rules.DeviceShape.Id, [device, fault.Reason], fault.Details);

    public static Fault CompositionWrong(string composition, string reason) =>
        new(Rules.CompositionWrong.Id, [composition, reason]);

    public static Fault NothingToBoot(string target, string program) => new(Rules.NothingToBoot.Id, [target, program]);

    public static Fault OwnMain(string entryPoint, string appliance) => new(Rules.OwnMain.Id, [entryPoint, appliance]);

    public static Fault NotComposed(string program) => new(Rules.NotComposed.Id, [program]);
}
