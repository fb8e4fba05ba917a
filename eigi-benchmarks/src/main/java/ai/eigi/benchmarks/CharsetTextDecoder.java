package ai.eigi.benchmarks;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The JDK's incremental decoder.
 */
final class CharsetTextDecoder implements TextDecoder {

	private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
		.onMalformedInput(CodingErrorAction.REPLACE)
		.onUnmappableCharacter(CodingErrorAction.REPLACE);

	private ByteBuffer held = ByteBuffer.allocate(0);

	@Override
	public String decode(byte[] piece) {
		ByteBuffer input = ByteBuffer.wrap(piece);
		if (this.held.hasRemaining()) {
			input = ByteBuffer.allocate(this.held.remaining() + piece.length).put(this.held).put(piece).flip();
		}
		CharBuffer output = CharBuffer.allocate(input.remaining());
		this.decoder.decode(input, output, false);
		this.held = input;
		return output.flip().toString();
	}

	@Override
	public String end() {
		CharBuffer output = CharBuffer.allocate(this.held.remaining() + 1);
		this.decoder.decode(this.held, output, true);
		this.decoder.flush(output);
		return output.flip().toString();
	}

}
