namespace MirageGen.Composer.Model;

/// <summary>A partial class marked <c>[Compose]</c>.</summary>
/// <param name="Type">The class.</param>
/// <param name="Name">Its simple name, escaped.</param>
/// <param name="Namespace">Its namespace; empty for none.</param>
/// <param name="Containers">The headers of the classes it is nested in, outermost first: <c>partial class Outer</c>.</param>
/// <param name="Keyword"><c>class</c> or <c>record</c>.</param>
/// <param name="IsPublic">Whether other assemblies can use it.</param>
/// <param name="MemberNames">The names of its members, inherited ones among them.</param>
/// <param name="NamesAround">The names of members of the classes around it.</param>
/// <param name="NamesBeside">The names of types and namespaces in its namespace.</param>
/// <param name="Appliance">The appliance it composes; null when <see cref="IsBroken"/>.</param>
/// <param name="IsBroken">Whether something about it has been reported, so that it cannot be completed.</param>
internal sealed record CompositionModel(
    TypeName Type,
    string Name,
    string Namespace,
    EquatableArray<string> Containers,
    string Keyword,
    bool IsPublic,
    EquatableArray<string> MemberNames,
    EquatableArray<string> NamesAround,
    EquatableArray<string> NamesBeside,
    ApplianceModel? Appliance,
    bool IsBroken);
