namespace MirageGen.Composer.Model;

/// <summary>One parameter of a constructor or factory.</summary>
/// <param name="Name">Its name, not escaped.</param>
/// <param name="Type">Its type, without nullability.</param>
/// <param name="Role">What it asks for.</param>
internal sealed record ParameterModel(string Name, TypeName Type, ParameterRole Role);
