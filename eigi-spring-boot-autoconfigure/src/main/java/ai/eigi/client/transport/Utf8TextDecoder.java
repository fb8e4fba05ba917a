package ai.eigi.client.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Decodes UTF-8 that arrives in arbitrary pieces. A character whose bytes are split comes
 * out whole with its last piece; malformed bytes become U+FFFD, as if the whole text had
 * been decoded at once. One per stream, not thread safe.
 */
final class Utf8TextDecoder {

	private static final byte[] NONE = new byte[0];

	private byte[] held = NONE;

	/**
	 * Decode one piece. Does not release it.
	 * @return what is complete, possibly empty
	 */
	String decode(DataBuffer buffer) {
		int length = buffer.readableByteCount();
		if (length == 0) {
			return "";
		}
		int start = buffer.readPosition();
		if (this.held.length == 0) {
			int incomplete = (buffer.getByte(start + length - 1) >= 0) ? 0 : incompleteTail(buffer, start, length);
			if (incomplete == 0) {
				return buffer.toString(StandardCharsets.UTF_8);
			}
			this.held = bytes(buffer, start + length - incomplete, incomplete);
			return (incomplete == length) ? "" : buffer.toString(start, length - incomplete, StandardCharsets.UTF_8);
		}
		return decodeWithHeld(buffer, start, length);
	}

	/**
	 * The text has ended. A character that never became whole is malformed.
	 * @return the rest, possibly empty
	 */
	String end() {
		String rest = new String(this.held, StandardCharsets.UTF_8);
		this.held = NONE;
		return rest;
	}

	private String decodeWithHeld(DataBuffer buffer, int start, int length) {
		byte[] all = new byte[this.held.length + length];
		System.arraycopy(this.held, 0, all, 0, this.held.length);
		buffer.toByteBuffer(start, ByteBuffer.wrap(all), this.held.length, length);
		int incomplete = incompleteTail(all);
		this.held = (incomplete == 0) ? NONE : Arrays.copyOfRange(all, all.length - incomplete, all.length);
		return new String(all, 0, all.length - incomplete, StandardCharsets.UTF_8);
	}

	private static byte[] bytes(DataBuffer buffer, int from, int length) {
		byte[] bytes = new byte[length];
		buffer.toByteBuffer(from, ByteBuffer.wrap(bytes), 0, length);
		return bytes;
	}

	private static int incompleteTail(DataBuffer buffer, int start, int length) {
		int window = Math.min(3, length);
		return incompleteTail(bytes(buffer, start + length - window, window));
	}

	/**
	 * How many bytes at the end begin a character that is not complete yet.
	 */
	private static int incompleteTail(byte[] bytes) {
		for (int back = 1; back <= Math.min(3, bytes.length); back++) {
			byte candidate = bytes[bytes.length - back];
			if ((candidate & 0xC0) != 0x80) {
				return (sequenceLength(candidate) > back) ? back : 0;
			}
		}
		return 0;
	}

	private static int sequenceLength(byte lead) {
		int value = lead & 0xFF;
		if (value >= 0xC2 && value <= 0xDF) {
			return 2;
		}
		if (value >= 0xE0 && value <= 0xEF) {
			return 3;
		}
		return (value >= 0xF0 && value <= 0xF4) ? 4 : 1;
	}

}
