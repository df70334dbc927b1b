namespace MirageGen.Composer.Model;

/// <summary>A target that a referenced assembly carries.</summary>
/// <param name="Target">The value of <c>MirageTarget</c> that selects it.</param>
/// <param name="Machine">The class of its machine.</param>
/// <param name="HasRun">Whether a program can start on it; a simulation is composed by tests alone.</param>
/// <param name="Assembly">The assembly that declares it.</param>
/// <param name="IsPublic">Whether every assembly can name the machine.</param>
internal sealed record BackendModel(string Target, TypeName Machine, bool HasRun, string Assembly, bool IsPublic);
