using Microsoft.Win32.SafeHandles;

namespace Trading.Runtime.Data;

/// <summary>The bytes of a <c>.bars</c> image, on disk or in memory, read at any offset.</summary>
internal abstract class BarBytes : IDisposable
{
    public abstract string Name { get; }
    public abstract long Length { get; }

    /// <summary>Fills the destination as far as there are bytes, and tells how many it wrote.</summary>
    public abstract int Read(Span<byte> destination, long offset);

    public abstract void Dispose();

    public static BarBytes OfFile(string path) => new OnDisk(path);
    public static BarBytes OfMemory(ReadOnlyMemory<byte> bytes, string name) => new InMemory(bytes, name);

    private sealed class OnDisk : BarBytes
    {
        private readonly SafeFileHandle _handle;

        public OnDisk(string path)
        {
            Name = path;
            try
            {
                _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new BarFileException(path, 0, $"the file cannot be opened ({e.Message})", e);
            }
            Length = RandomAccess.GetLength(_handle);
        }

        public override string Name { get; }
        public override long Length { get; }

        public override int Read(Span<byte> destination, long offset)
        {
            var read = 0;
            while (read < destination.Length)
            {
                var count = RandomAccess.Read(_handle, destination[read..], offset + read);
                if (count == 0) break;
                read += count;
            }
            return read;
        }

        public override void Dispose() => _handle.Dispose();
    }

    private sealed class InMemory(ReadOnlyMemory<byte> bytes, string name) : BarBytes
    {
        public override string Name => name;
        public override long Length => bytes.Length;

        public override int Read(Span<byte> destination, long offset)
        {
            if (offset >= bytes.Length) return 0;
            var count = (int)Math.Min(destination.Length, bytes.Length - offset);
            bytes.Span.Slice((int)offset, count).CopyTo(destination);
            return count;
        }

        public override void Dispose()
        {
        }
    }
}
