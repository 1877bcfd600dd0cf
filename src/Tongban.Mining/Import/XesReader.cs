using System.Text;
using System.Xml;
using Tongban.Foundation;
using Tongban.Foundation.Files;
using Tongban.Mining.Logs;
using Tongban.Mining.Model;

namespace Tongban.Mining.Import;

/// <summary>A classifier of a log: which attributes together tell activities apart.</summary>
internal sealed record XesClassifier(string Name, IReadOnlyList<string> Keys);

/// <summary>Reads an event log in XES (IEEE 1849-2016, and the 1.0 that came before it) event by event.</summary>
/// <remarks>
/// <para>Taken in are cases and events with their typed attributes; a list becomes one text with its values. Attributes of attributes, attributes of the log and the defaults of <c>global</c> are
/// left out: the last are values for new events, not facts about those in the file. Extensions only give prefixes their meaning, and the four that matter here are known.</para>
/// <para>Document types are refused, so that no entity exists that could grow or fetch anything; tags, nesting, values and the whole are bounded.</para>
/// </remarks>
internal static class XesReader
{
    private const int MostAttributes = 32;

    /// <summary>What the head of the file says, without reading its cases.</summary>
    public static IReadOnlyList<XesClassifier> Classifiers(Stream sent, LogLimits limits) => Guarded(() =>
    {
        List<XesClassifier> found = [];
        using var xml = Open(sent, limits);
        Root(xml);
        while (Next(xml, limits))
        {
            if (xml.NodeType is not XmlNodeType.Element)
                continue;
            if (xml.LocalName is "trace" or "event")
                break;
            if (xml.LocalName is "classifier" && found.Count < 50)
                found.Add(ClassifierOf(xml));
        }
        return (IReadOnlyList<XesClassifier>)found;
    });

    public static EventLog Read(Stream sent, LogMapping mapping, LogLimits limits, ReportBuilder report, CancellationToken ct) => Guarded(() =>
    {
        using var xml = Open(sent, limits);
        var reading = new Reading(xml, mapping, limits, report, ct);
        return reading.Log();
    });

    private static XmlReader Open(Stream sent, LogLimits limits)
    {
        var stream = BoundedStream.Open(sent, limits, markup: true);
        // Encodings in which a byte of < may be half of something else are told by their first bytes; the reader refuses the same when only the declaration says so.
        Span<byte> first = stackalloc byte[4];
        var n = stream.ReadAtLeast(first, 4, throwOnEndOfStream: false);
        if (n >= 2 && (first[..2].SequenceEqual((ReadOnlySpan<byte>)[0xFE, 0xFF]) || first[..2].SequenceEqual((ReadOnlySpan<byte>)[0xFF, 0xFE]) || first[0] == 0 || first[1] == 0))
            throw new LogRefusedException(MiningErrors.Unreadable(("XES 文件须为 UTF-8 编码。", "An XES file has to be in UTF-8.")));
        return XmlReader.Create(new ReplayedStream(first[..n].ToArray(), stream, leaveOpen: false), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersFromEntities = 1024, MaxCharactersInDocument = limits.PlainBytes,
            IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = true, CloseInput = true,
        });
    }

    private static void Root(XmlReader xml)
    {
        if (xml.MoveToContent() is not XmlNodeType.Element || xml.LocalName != "log")
            throw new LogRefusedException(MiningErrors.Unreadable(("文件不是 XES 事件日志。", "The file is no event log in XES.")));
    }

    private static bool Next(XmlReader xml, LogLimits limits)
    {
        if (!xml.Read())
            return false;
        if (xml.Depth > limits.Depth)
            throw new LogRefusedException(MiningErrors.TooDeep(limits.Depth));
        if (xml.NodeType is XmlNodeType.Element && xml.AttributeCount > MostAttributes)
            throw new LogRefusedException(MiningErrors.Unreadable(("文件不是 XES 事件日志。", "The file is no event log in XES.")));
        return true;
    }

    private static XesClassifier ClassifierOf(XmlReader xml)
    {
        // Keys are parted by blanks; a key that has some itself stands in quotes.
        var keys = new List<string>();
        var text = xml.GetAttribute("keys") ?? "";
        for (var i = 0; i < text.Length;)
        {
            var quoted = text[i] == '\'';
            var end = quoted ? text.IndexOf('\'', i + 1) : text.IndexOf(' ', i);
            if (end < 0)
                end = text.Length;
            var key = text[(quoted ? i + 1 : i)..end];
            if (key.Length > 0)
                keys.Add(key);
            i = end + 1;
        }
        return new(xml.GetAttribute("name") ?? "", keys);
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException e) when (e.Message.Contains("DTD", StringComparison.Ordinal))
        {
            throw new LogRefusedException(MiningErrors.DocumentType());
        }
        catch (XmlException e) when (e.Message.Contains("MaxCharacters", StringComparison.Ordinal))
        {
            throw new LogRefusedException(MiningErrors.TooLarge(0));
        }
        catch (XmlException e)
        {
            throw new LogRefusedException(MiningErrors.Unreadable(($"第 {e.LineNumber} 行第 {e.LinePosition} 列不是有效的 XML。", $"Line {e.LineNumber}, position {e.LinePosition} is not valid XML.")));
        }
    }

    /// <summary>One pass over the file.</summary>
    private sealed class Reading(XmlReader xml, LogMapping mapping, LogLimits limits, ReportBuilder report, CancellationToken ct)
    {
        private readonly TimeZoneInfo _zone = LogTime.Zone(mapping.Zone) ?? TimeZoneInfo.Utc;
        private readonly EventLogBuilder _builder = new(limits);
        private readonly List<XesClassifier> _classifiers = [];
        private readonly List<(string Key, ColumnKind Kind, string Value)> _attributes = [];
        private readonly HashSet<string> _left = new(StringComparer.Ordinal);
        private string[] _keys = ["concept:name"];
        private long _nested, _unreadable, _traces, _renamed, _foreign;

        public EventLog Log()
        {
            Root(xml);
            while (Next(xml, limits))
            {
                if (xml.NodeType is not XmlNodeType.Element)
                    continue;
                switch (xml.LocalName)
                {
                    case "trace":
                        if (_traces++ == 0)
                            ChooseKeys();
                        Trace();
                        break;
                    case "event":
                        report.Rows++;
                        report.Reject("", "", ("事件不在任何案例之内。", "The event stands outside of any case."));
                        Skip();
                        break;
                    case "classifier":
                        if (_classifiers.Count < 50)
                            _classifiers.Add(ClassifierOf(xml));
                        Skip();
                        break;
                    default:
                        Skip();
                        break;
                }
            }
            if (_builder.EventCount == 0)
                throw new LogRefusedException(MiningErrors.NoEvents(report.Build()));
            if (_nested > 0)
                report.Note(($"属性之下的属性 {_nested} 个未导入。", $"{_nested} attributes of attributes were left out."));
            if (_unreadable > 0)
                report.Note(($"日期属性中有 {_unreadable} 个值无法识别，按空缺处理。", $"{_unreadable} values of date attributes cannot be read and are left out."));
            if (_renamed > 0)
                report.Note(($"{_renamed} 个案例没有名称或与其他案例重名，已加上序号。", $"{_renamed} cases have no name or that of another; they were given a number."));
            if (_foreign > 0)
                report.Note(($"{_foreign} 个不属于 XES 的元素已跳过。", $"{_foreign} elements that are none of XES were skipped."));
            if (_left.Count > 0)
                report.Note(($"属性超过 {limits.Columns} 个，未导入：{string.Join('、', _left.Take(10))}。", $"There are more than {limits.Columns} attributes; left out: {string.Join(", ", _left.Take(10))}."));
            if (_classifiers.Count > 0)
                report.Note(($"分类器：{string.Join('；', _classifiers.Select(c => c.Name))}。", $"Classifiers: {string.Join("; ", _classifiers.Select(c => c.Name))}."));
            LogReading.NoteColumns(_builder, limits, report);
            return _builder.Build();
        }

        private void ChooseKeys()
        {
            if (mapping.Classifier is not { Length: > 0 } name)
                return;
            _keys = _classifiers.Find(c => c.Name == name) is { Keys: [_, ..] keys } ? [.. keys] : throw new LogRefusedException(MiningErrors.NoSuchClassifier(name));
        }

        private void Trace()
        {
            var number = -1;
            if (!xml.IsEmptyElement)
            {
                var depth = xml.Depth;
                _attributes.Clear();
                while (Next(xml, limits) && xml.Depth > depth)
                {
                    if (xml.NodeType is not XmlNodeType.Element)
                        continue;
                    if (xml.LocalName is "event")
                    {
                        if (number < 0)
                            number = Begin();
                        Event(number);
                    }
                    else
                    {
                        Attribute();
                    }
                }
            }
            if (number < 0)
                report.Reject(_attributes.Find(a => a.Key == "concept:name").Value, "", ("案例没有事件。", "The case has no event."));
        }

        /// <summary>The standard puts a case's attributes before its events, so they are known when its first event comes.</summary>
        private int Begin()
        {
            var name = _attributes.Find(a => a.Key == "concept:name").Value?.Trim() ?? "";
            var unique = name.Length is > 0 and <= 300 ? name : $"#{_traces}";
            for (var n = 2; _builder.Knows(unique); n++)
                unique = $"{name} ({n})";
            if (unique != name)
                _renamed++;
            var number = _builder.CaseOf(unique);
            foreach (var (key, kind, value) in _attributes)
            {
                if (key != "concept:name")
                    Keep(_builder.CaseColumn(key, kind), key, number, value);
            }
            return number;
        }

        private void Event(int ofCase)
        {
            if ((++report.Rows & 0x3FFF) == 0)
                ct.ThrowIfCancellationRequested();
            _attributes.Clear();
            if (!xml.IsEmptyElement)
            {
                var depth = xml.Depth;
                while (Next(xml, limits) && xml.Depth > depth)
                {
                    if (xml.NodeType is XmlNodeType.Element)
                        Attribute();
                }
            }
            string? activity = null;
            if (_keys.Length == 1)
                activity = _attributes.Find(a => a.Key == _keys[0]).Value;
            else if (Array.Exists(_keys, k => _attributes.Exists(a => a.Key == k)))
                activity = string.Join('+', _keys.Select(k => _attributes.Find(a => a.Key == k).Value ?? ""));
            var time = _attributes.Find(a => a.Key == "time:timestamp").Value;
            if (activity?.Trim() is not { Length: > 0 } name)
            {
                report.Reject("", "", ($"事件没有“{string.Join(' ', _keys)}”。", $"The event has no {string.Join(' ', _keys)}."));
                return;
            }
            if (name.Length > limits.TextLength)
            {
                report.Reject("", name, ($"名称超过 {limits.TextLength} 字。", $"A name is longer than {limits.TextLength} characters."));
                return;
            }
            if (!LogTime.TryRead(time, _zone, null, out var at))
            {
                report.Reject(name, time, time is null ? ("事件没有 time:timestamp。", "The event has no time:timestamp.") : ("时间无法识别，或不在 1900 至 2199 年之间。", "The time cannot be read, or is not between 1900 and 2199."));
                return;
            }
            var e = _builder.Add(ofCase, name, at, Short(_attributes.Find(a => a.Key == "org:resource").Value), Short(_attributes.Find(a => a.Key == "lifecycle:transition").Value));
            foreach (var (key, kind, value) in _attributes)
            {
                if (key is "time:timestamp" or "org:resource" or "lifecycle:transition" || (_keys.Length == 1 && key == _keys[0]))
                    continue;
                Keep(_builder.EventColumn(key, kind), key, e, value);
            }
        }

        private ReadOnlySpan<char> Short(string? text) => text is null ? default : text.Length > limits.TextLength ? text.AsSpan(0, limits.TextLength) : text.AsSpan().Trim();

        private void Keep(ColumnBuilder? column, string key, int row, string value)
        {
            if (column is null)
                _left.Add(key);
            else if (column.Kind is not ColumnKind.Date)
                column.Set(row, value.AsSpan().Trim());
            else if (LogTime.TryRead(value, _zone, null, out var ticks))
                column.Set(row, ticks);
            else
                _unreadable++;
        }

        private void Attribute()
        {
            ColumnKind? kind = xml.LocalName switch
            {
                "string" => ColumnKind.Text, "date" => ColumnKind.Date, "int" => ColumnKind.Whole, "float" => ColumnKind.Real, "boolean" => ColumnKind.Flag, "id" => ColumnKind.Id,
                "list" or "container" => ColumnKind.Text, _ => null,
            };
            if (kind is null)
            {
                _foreign++;
                Skip();
                return;
            }
            var key = xml.GetAttribute("key");
            if (xml.LocalName is "list" or "container")
            {
                var values = Values();
                if (key is { Length: > 0 and <= 100 } && values.Length > 0)
                    _attributes.Add((key, ColumnKind.Text, values));
                return;
            }
            if (key is { Length: > 0 and <= 100 } && xml.GetAttribute("value") is { Length: > 0 } value && _attributes.Count < 200)
                _attributes.Add((key, kind.Value, value));
            if (xml.IsEmptyElement)
                return;
            var depth = xml.Depth;
            while (Next(xml, limits) && xml.Depth > depth)
            {
                if (xml.NodeType is XmlNodeType.Element)
                    _nested++;
            }
        }

        /// <summary>The values of a list, those of lists within it too, as one text.</summary>
        private string Values()
        {
            if (xml.IsEmptyElement)
                return "";
            var (text, depth) = (new StringBuilder(), xml.Depth);
            while (Next(xml, limits) && xml.Depth > depth)
            {
                if (xml.NodeType is XmlNodeType.Element && text.Length < limits.TextLength && xml.GetAttribute("value") is { Length: > 0 } value)
                    text.Append(text.Length > 0 ? "; " : "").Append(value);
            }
            return text.ToString();
        }

        private void Skip()
        {
            if (xml.IsEmptyElement)
                return;
            var depth = xml.Depth;
            while (Next(xml, limits) && xml.Depth > depth)
            {
            }
        }
    }
}
