using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GpuDigits.Web.Server;

/// <summary>
/// Answers the requests for one page. Every answer forbids the page to reach anything but this server; who asks under another name than
/// this machine's (another site whose name was pointed here), with another method or for another file is turned away.
/// </summary>
/// <param name="site">The files.</param>
/// <param name="root">Where they begin: / or a path that nobody guesses, with a slash at both ends.</param>
internal sealed class PageAnswer(Site site, string root)
{
    /// <summary>What every answer carries.</summary>
    public static IReadOnlyDictionary<string, string> Always { get; } = new Dictionary<string, string>
    {
        ["Content-Security-Policy"] = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; "
            + "img-src 'self' blob: data:; style-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'",
        ["X-Content-Type-Options"] = "nosniff",
        ["Referrer-Policy"] = "no-referrer",
        ["Permissions-Policy"] = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
            + "microphone=(), midi=(), payment=(), usb=()",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cross-Origin-Embedder-Policy"] = "require-corp",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
        ["Vary"] = "Accept-Encoding",
    };

    public Task Answer(HttpContext context)
    {
        foreach ((var name, var value) in Always)
            context.Response.Headers[name] = value;

        var (request, response) = (context.Request, context.Response);
        if (!IsThisMachine(context))
            return Refuse(response, StatusCodes.Status421MisdirectedRequest, "This server answers to this machine's own addresses only.");
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            return Refuse(response, StatusCodes.Status405MethodNotAllowed, "This server only gives: GET and HEAD.");
        }

        var path = request.Path.Value ?? "";
        if (path.Length > 0 && path + "/" == root)
        {
            response.Headers.Location = root;
            return Refuse(response, StatusCodes.Status308PermanentRedirect, root);
        }

        return path.StartsWith(root, StringComparison.Ordinal) && site.Find(path[root.Length..]) is { } file
            ? Send(file, request, response)
            : Refuse(response, StatusCodes.Status404NotFound, "There is no such file.");
    }

    /// <summary>A browser names the machine as its address bar does: it must be the address that was connected to, or localhost.</summary>
    private static bool IsThisMachine(HttpContext context)
    {
        var local = context.Connection.LocalIpAddress;
        if (local is null)
            return false;
        local = local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local;
        var host = context.Request.Host.Host;
        return System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var named)
            ? named.Equals(local)
            : System.Net.IPAddress.IsLoopback(local) && host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
    }

    private static async Task Send(ServedFile file, HttpRequest request, HttpResponse response)
    {
        var form = file.Forms.First(form => form.Encoding.Length == 0 || Accepts(request, form.Encoding));
        // Any file may have changed: the browser asks, and is told so by the tag.
        (response.Headers.ETag, response.Headers.CacheControl) = (form.Tag, "no-cache");
        if (request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Tag == form.Tag || tag.Tag == "*"))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        (response.ContentType, response.ContentLength) = (file.Type, form.Bytes.Length);
        if (form.Encoding.Length > 0)
            response.Headers.ContentEncoding = form.Encoding;
        if (HttpMethods.IsGet(request.Method))
            await response.Body.WriteAsync(form.Bytes);
    }

    private static bool Accepts(HttpRequest request, string encoding) =>
        StringWithQualityHeaderValue.TryParseList([.. request.Headers.AcceptEncoding.OfType<string>()], out var accepted)
            && accepted.Any(a => a.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && a.Quality is null or > 0);

    private static async Task Refuse(HttpResponse response, int status, string why)
    {
        (response.StatusCode, response.ContentType) = (status, "text/plain; charset=utf-8");
        response.Headers.CacheControl = "no-store";
        var text = System.Text.Encoding.UTF8.GetBytes(why + "\n");
        response.ContentLength = text.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
            await response.Body.WriteAsync(text);
    }
}
