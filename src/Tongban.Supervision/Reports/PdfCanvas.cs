using System.Net;
using System.Runtime.InteropServices;

namespace Tongban.Supervision.Reports;

/// <summary>A4 pages on their side, drawn with the system's cairo and pango: shaping, line breaking, fallback and embedding of fonts are theirs.</summary>
internal sealed partial class PdfCanvas : IDisposable
{
    public const double Width = 841.89, Height = 595.28;

    private const string Cairo = "libcairo.so.2", Pango = "libpango-1.0.so.0", PangoCairo = "libpangocairo-1.0.so.0", GObject = "libgobject-2.0.so.0";
    private const int Title = 0, CreateDate = 5, ModDate = 6, PangoUnits = 1024;

    private readonly MemoryStream _out = new();
    private readonly WriteFunction _write;
    private readonly nint _surface, _context;

    /// <param name="made">Stands in the file as the time of making, so that the same pages are the same bytes.</param>
    /// <exception cref="DllNotFoundException">The libraries are not installed.</exception>
    public PdfCanvas(string title, DateOnly made)
    {
        _write = Take;
        _surface = cairo_pdf_surface_create_for_stream(_write, 0, Width, Height);
        cairo_pdf_surface_set_metadata(_surface, Title, title);
        cairo_pdf_surface_set_metadata(_surface, CreateDate, $"{made:yyyy-MM-dd}T00:00:00Z");
        cairo_pdf_surface_set_metadata(_surface, ModDate, $"{made:yyyy-MM-dd}T00:00:00Z");
        _context = cairo_create(_surface);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int WriteFunction(nint closure, nint data, uint length);

    /// <summary>Writes a text, broken into lines of the width.</summary>
    /// <param name="font">As pango names it: <c>Noto Serif CJK SC 9</c>.</param>
    /// <param name="align">0 left, 1 centre, 2 right.</param>
    /// <returns>The lower edge.</returns>
    public double Text(string text, string font, double x, double y, double width, int align = 0)
    {
        var layout = pango_cairo_create_layout(_context);
        var description = pango_font_description_from_string(font);
        pango_layout_set_font_description(layout, description);
        pango_layout_set_width(layout, (int)(width * PangoUnits));
        pango_layout_set_alignment(layout, align);
        pango_layout_set_markup(layout, WebUtility.HtmlEncode(text), -1);
        cairo_move_to(_context, x, y);
        pango_cairo_show_layout(_context, layout);
        pango_layout_get_pixel_size(layout, out _, out var height);
        pango_font_description_free(description);
        g_object_unref(layout);
        cairo_new_path(_context);
        return y + height;
    }

    public void Line(double x, double y, double width)
    {
        cairo_set_line_width(_context, 0.4);
        cairo_rectangle(_context, x, y, width, 0);
        cairo_stroke(_context);
    }

    public void NextPage() => cairo_show_page(_context);

    public byte[] Finish()
    {
        cairo_surface_finish(_surface);
        return _out.ToArray();
    }

    public void Dispose()
    {
        cairo_destroy(_context);
        cairo_surface_destroy(_surface);
        GC.KeepAlive(_write);
        _out.Dispose();
    }

    private unsafe int Take(nint closure, nint data, uint length)
    {
        _out.Write(new ReadOnlySpan<byte>((void*)data, (int)length));
        return 0;
    }

    [LibraryImport(Cairo)] private static partial nint cairo_pdf_surface_create_for_stream(WriteFunction write, nint closure, double width, double height);

    [LibraryImport(Cairo, StringMarshalling = StringMarshalling.Utf8)] private static partial void cairo_pdf_surface_set_metadata(nint surface, int which, string value);

    [LibraryImport(Cairo)] private static partial nint cairo_create(nint surface);

    [LibraryImport(Cairo)] private static partial void cairo_destroy(nint context);

    [LibraryImport(Cairo)] private static partial void cairo_surface_finish(nint surface);

    [LibraryImport(Cairo)] private static partial void cairo_surface_destroy(nint surface);

    [LibraryImport(Cairo)] private static partial void cairo_show_page(nint context);

    [LibraryImport(Cairo)] private static partial void cairo_move_to(nint context, double x, double y);

    [LibraryImport(Cairo)] private static partial void cairo_rectangle(nint context, double x, double y, double width, double height);

    [LibraryImport(Cairo)] private static partial void cairo_set_line_width(nint context, double width);

    [LibraryImport(Cairo)] private static partial void cairo_stroke(nint context);

    [LibraryImport(Cairo)] private static partial void cairo_new_path(nint context);

    [LibraryImport(PangoCairo)] private static partial nint pango_cairo_create_layout(nint context);

    [LibraryImport(PangoCairo)] private static partial void pango_cairo_show_layout(nint context, nint layout);

    [LibraryImport(Pango, StringMarshalling = StringMarshalling.Utf8)] private static partial void pango_layout_set_markup(nint layout, string markup, int length);

    [LibraryImport(Pango)] private static partial void pango_layout_set_width(nint layout, int width);

    [LibraryImport(Pango)] private static partial void pango_layout_set_alignment(nint layout, int align);

    [LibraryImport(Pango)] private static partial void pango_layout_get_pixel_size(nint layout, out int width, out int height);

    [LibraryImport(Pango, StringMarshalling = StringMarshalling.Utf8)] private static partial nint pango_font_description_from_string(string text);

    [LibraryImport(Pango)] private static partial void pango_layout_set_font_description(nint layout, nint description);

    [LibraryImport(Pango)] private static partial void pango_font_description_free(nint description);

    [LibraryImport(GObject)] private static partial void g_object_unref(nint thing);
}
