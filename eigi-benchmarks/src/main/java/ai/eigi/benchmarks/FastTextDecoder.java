package ai.eigi.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes a string of the piece as it is where nothing is held back and it ends in ASCII,
 * and looks at the end of it otherwise.
 */
final class FastTextDecoder implements TextDecoder {

	private static final byte[] NONE = {};

	private byte[] held = NONE;

	@Override
	public String decode(byte[] piece) {
		if (this.held.length == 0 && piece.length > 0 && piece[piece.length - 1] >= 0) {
			return new String(piece, StandardCharsets.UTF_8);
		}
		byte[] all = Arrays.copyOf(this.held, this.held.length + piece.length);
		System.arraycopy(piece, 0, all, this.held.length, piece.length);
		int complete = all.length - incompleteTail(all);
		this.held = Arrays.copyOfRange(all, complete, all.length);
		return new String(all, 0, complete, StandardCharsets.UTF_8);
	}

	/**
	 * Whether nothing is held back.
	 */
	boolean isClean() {
		return this.held.length == 0;
	}

	@Override
	public String end() {
		return new String(this.held, StandardCharsets.UTF_8);
	}

	private static int incompleteTail(byte[] bytes) {
		for (int back = 1; back <= Math.min(3, bytes.length); back++) {
			int value = bytes[bytes.length - back] & 0xFF;
			if ((value & 0xC0) != 0x80) {
				int length = (value >= 0xF0) ? 4 : (value >= 0xE0) ? 3 : (value >= 0xC0) ? 2 : 1;
				return (length > back) ? back : 0;
			}
		}
		return 0;
	}

}
