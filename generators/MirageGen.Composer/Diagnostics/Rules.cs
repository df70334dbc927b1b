using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Diagnostics;

/// <summary>Every mistake that the composer knows. Each has a page at its help link.</summary>
internal static class Rules
{
    private const string Category = "MirageGen";
    private const string HelpLink = "https://miragegen.dev/diagnostics/";

    public static readonly DiagnosticDescriptor NoImplementation = Error(
        "MGEN001",
        "No implementation for the target",
        "No implementation of '{0}' for target '{1}', which {2} needs; {3}");

    public static readonly DiagnosticDescriptor Ambiguous = Error(
        "MGEN002",
        "Several implementations fit",
        "Several implementations of '{0}' fit target '{1}': {2}; choose one for {3} with [Use(typeof({4}))]");

    public static readonly DiagnosticDescriptor Cycle = Error(
        "MGEN003",
        "Devices ask for each other",
        "Devices for target '{0}' ask for each other in a circle: {1}; {2} leads into it, so break it with [Use] on one of them");

    public static readonly DiagnosticDescriptor ParameterUnfit = Error(
        "MGEN004",
        "Parameter cannot be composed",
        "Parameter '{0}' of '{1}' cannot be composed: {2}");

    public static readonly DiagnosticDescriptor TargetUnknown = Error(
        "MGEN005",
        "Target cannot be composed",
        "Target '{0}' cannot be composed: {1}");

    public static readonly DiagnosticDescriptor ApplianceShape = Error(
        "MGEN006",
        "Appliance class has the wrong shape",
        "'{0}' cannot be an appliance: {1}");

    public static readonly DiagnosticDescriptor RunWrong = Error(
        "MGEN007",
        "RunAsync is missing or wrong",
        "'{0}' has no RunAsync that can be run: {1}");

    public static readonly DiagnosticDescriptor ArgumentUnsupported = Error(
        "MGEN008",
        "Boot argument is not supported",
        "Boot argument '{0}' of '{1}' is not possible: {2}");

    public static readonly DiagnosticDescriptor ArgumentTwice = Error(
        "MGEN009",
        "Two boot arguments have one name",
        "Boot argument '--{0}' is declared twice, by {1} and by {2}; give one of them another Name, or its device a name of its own with [FromKeyedServices]");

    public static readonly DiagnosticDescriptor EmbedWrong = Error(
        "MGEN010",
        "Embedded directory is wrong",
        "Parameter '{0}' cannot embed files: {1}");

    public static readonly DiagnosticDescriptor UseDoesNotFit = Error(
        "MGEN011",
        "Chosen implementation does not fit",
        "[Use] for '{0}' does not fit: {1}");

    public static readonly DiagnosticDescriptor DeviceShape = Error(
        "MGEN012",
        "Device class has the wrong shape",
        "'{0}' cannot serve as a device: {1}");

    public static readonly DiagnosticDescriptor CompositionWrong = Error(
        "MGEN013",
        "Composition class is wrong",
        "'{0}' cannot be completed into a composition: {1}");

    public static readonly DiagnosticDescriptor NothingToBoot = new(
        "MGEN014",
        "Program without appliance",
        "Nothing to boot on target '{0}': no class of '{1}' is marked [Unikernel], and it has no Main of its own",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink + "MGEN014",
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor OwnMain = Error(
        "MGEN015",
        "Program has its own Main beside an appliance",
        "The program starts with {0}, so that the Main which the composer writes for '{1}' would never run; remove one of the two, or host the appliance with [Compose(typeof({1}))]");

    public static readonly DiagnosticDescriptor NotComposed = Error(
        "MGEN016",
        "Program was not composed",
        "'{0}' was not composed, though nothing is wrong with it that its sources show: what another source generator writes is hidden from the composer, so write by hand what it needs to see",
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        NoImplementation, Ambiguous, Cycle, ParameterUnfit, TargetUnknown, ApplianceShape, RunWrong, ArgumentUnsupported,
        ArgumentTwice, EmbedWrong, UseDoesNotFit, DeviceShape, CompositionWrong, NothingToBoot, OwnMain,
        NotComposed,
    ];

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = All.ToDictionary(rule => rule.Id);

    /// <summary>Makes a diagnostic of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="location">Where it is reported; null for the whole build.</param>
    public static Diagnostic ToDiagnostic(this PlacedMessage message, Location? location) => Diagnostic.Create(
        ById[message.Fault.Rule],
        location ?? Location.None,
        message.Fault.Details.ToImmutableDictionary(detail => detail.Name, detail => (string?)detail.Value),
        [.. message.Fault.Arguments]);

    /// <summary>A fault's whole sentence, for use within another.</summary>
    public static string Format(Fault fault) => string.Format(
        CultureInfo.InvariantCulture,
        ById[fault.Rule].MessageFormat.ToString(CultureInfo.InvariantCulture),
        [.. fault.Arguments]);

    /// <summary>An error that no configuration hides: without it a program that was not composed would pass for one that was.</summary>
    private static DiagnosticDescriptor Error(string id, string title, string message, params string[] tags) => new(
        id,
        title,
        message,
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink + id,
        customTags: [WellKnownDiagnosticTags.NotConfigurable, .. tags]);
}
