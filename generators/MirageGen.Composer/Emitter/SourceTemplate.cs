using System;
using System.IO;
using Microsoft.CodeAnalysis.Text;
using Scriban;
using Scriban.Runtime;

namespace MirageGen.Composer.Emitter;

/// <summary>A Scriban template among this assembly's resources, parsed once.</summary>
internal sealed class SourceTemplate
{
    private readonly Lazy<Template> _template;

    public SourceTemplate(string name) => _template = new(() => Parse(name));

    /// <summary>Renders the template.</summary>
    /// <param name="model">Its public properties are the template's variables, under their own names.</param>
    public SourceText Render(object model)
    {
        var globals = new ScriptObject();
        globals.Import(model, renamer: static member => member.Name);
        var context = new TemplateContext(new ScriptObject()) // The templates call no function of Scriban's.
        {
            LoopLimit = 0, // A composition is as long as its graph.
            LimitToString = 0,
            MemberRenamer = static member => member.Name,
            NewLine = "\n",
        };
        context.PushGlobal(globals);
        return Layout.File(_template.Value.Render(context));
    }

    private static Template Parse(string name)
    {
        using var stream = typeof(SourceTemplate).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var template = Template.Parse(reader.ReadToEnd().Replace("\r\n", "\n"), name);
        return template.HasErrors ? throw new InvalidOperationException(template.Messages.ToString()) : template;
    }
}
