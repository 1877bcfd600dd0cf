using System.Buffers;
using System.Text;
using System.Xml;
using Tongban.Foundation.Web;
using Tongban.Mining.Logs;

namespace Tongban.Mining.Import;

/// <summary>Writes a log as a table or as XES, event by event.</summary>
internal static class LogExport
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",;\r\n\t");

    public static void Csv(EventLog log, Stream file)
    {
        using var text = new StreamWriter(file, new UTF8Encoding(true), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        text.WriteLine(string.Join(',', (string[])["case:concept:name", "concept:name", "time:timestamp", "org:resource", "lifecycle:transition", .. log.CaseColumns.Select(c => Cell(LogMapping.CasePrefix + c.Name)), .. log.EventColumns.Select(c => Cell(c.Name))]));
        for (var c = 0; c < log.CaseCount; c++)
        {
            var name = Cell(log.Cases[c]);
            var ofCase = string.Concat(log.CaseColumns.Select(k => "," + Cell(k.TextAt(c))));
            for (var e = log.Starts[c]; e < log.Starts[c + 1]; e++)
            {
                text.Write(name);
                text.Write(',');
                text.Write(Cell(log.Activities[log.Activity[e]]));
                text.Write(',');
                text.Write(LogTime.Write(log.At[e]));
                text.Write(',');
                text.Write(Cell(log.Resource[e] < 0 ? null : log.Resources[log.Resource[e]]));
                text.Write(',');
                text.Write(Cell(log.Lifecycle[e] == EventLog.NoLifecycle ? null : log.Lifecycles[log.Lifecycle[e]]));
                text.Write(ofCase);
                foreach (var column in log.EventColumns)
                {
                    text.Write(',');
                    text.Write(Cell(column.TextAt(e)));
                }
                text.WriteLine();
            }
        }
    }

    /// <summary>XES as IEEE 1849-2016 describes it.</summary>
    public static void Xes(EventLog log, Stream file)
    {
        using var xml = XmlWriter.Create(file, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, CloseOutput = false, CheckCharacters = true });
        xml.WriteStartElement("log", "http://www.xes-standard.org/");
        xml.WriteAttributeString("xes.version", "1849-2016");
        xml.WriteAttributeString("xes.features", "");
        foreach (var (name, prefix) in new[] { ("Concept", "concept"), ("Time", "time"), ("Organizational", "org"), ("Lifecycle", "lifecycle") })
        {
            xml.WriteStartElement("extension");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("prefix", prefix);
            xml.WriteAttributeString("uri", $"http://www.xes-standard.org/{prefix}.xesext");
            xml.WriteEndElement();
        }
        for (var c = 0; c < log.CaseCount; c++)
        {
            xml.WriteStartElement("trace");
            Attribute(xml, "string", "concept:name", log.Cases[c]);
            foreach (var column in log.CaseColumns)
                Attribute(xml, Element(column.Kind), column.Name, column.TextAt(c));
            for (var e = log.Starts[c]; e < log.Starts[c + 1]; e++)
            {
                xml.WriteStartElement("event");
                Attribute(xml, "string", "concept:name", log.Activities[log.Activity[e]]);
                Attribute(xml, "date", "time:timestamp", LogTime.Write(log.At[e]));
                Attribute(xml, "string", "org:resource", log.Resource[e] < 0 ? null : log.Resources[log.Resource[e]]);
                Attribute(xml, "string", "lifecycle:transition", log.Lifecycle[e] == EventLog.NoLifecycle ? null : log.Lifecycles[log.Lifecycle[e]]);
                foreach (var column in log.EventColumns)
                    Attribute(xml, Element(column.Kind), column.Name, column.TextAt(e));
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static string Element(ColumnKind kind) => kind switch { ColumnKind.Whole => "int", ColumnKind.Real => "float", ColumnKind.Flag => "boolean", ColumnKind.Id => "id", ColumnKind.Date => "date", _ => "string" };

    private static void Attribute(XmlWriter xml, string element, string key, string? value)
    {
        if (value is null)
            return;
        xml.WriteStartElement(element);
        xml.WriteAttributeString("key", Plain(key));
        xml.WriteAttributeString("value", Plain(value));
        xml.WriteEndElement();
    }

    /// <summary>Without the characters that XML cannot carry.</summary>
    private static string Plain(string text)
    {
        var sound = true;
        for (var i = 0; i < text.Length && sound; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else
                sound = XmlConvert.IsXmlChar(text[i]);
        }
        return sound ? text : string.Concat(text.Where(c => !char.IsSurrogate(c) && XmlConvert.IsXmlChar(c)));
    }

    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var cell = Foundation.Web.Csv.Plain(text);
        return cell.AsSpan().ContainsAny(Quoted) || char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1]) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }
}
