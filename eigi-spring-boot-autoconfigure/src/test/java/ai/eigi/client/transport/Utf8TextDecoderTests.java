package ai.eigi.client.transport;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However a text is cut, it decodes as if it had not been.
 */
class Utf8TextDecoderTests {

	private static DataBuffer buffer(byte[] bytes) {
		return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
	}

	private static String decode(byte[] bytes, Random random) {
		Utf8TextDecoder decoder = new Utf8TextDecoder();
		StringBuilder text = new StringBuilder();
		int from = 0;
		while (from < bytes.length) {
			int to = Math.min(bytes.length, from + random.nextInt(5));
			String piece = decoder.decode(buffer(Arrays.copyOfRange(bytes, from, to)));
			assertThat(piece.isEmpty() || !Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
				.as("no half of a pair at the end of a piece")
				.isTrue();
			text.append(piece);
			from = to;
		}
		return text.append(decoder.end()).toString();
	}

	@Test
	void anyTextInAnyCutComesOutWhole() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int round = 0; round < 5000; round++) {
			StringBuilder text = new StringBuilder();
			for (int i = random.nextInt(30); i > 0; i--) {
				text.appendCodePoint(codePoint(random));
			}
			byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
			assertThat(decode(bytes, random)).as("seed %d, round %d", seed, round).isEqualTo(text.toString());
		}
	}

	@Test
	void anyBytesInAnyCutDecodeAsInOnePiece() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int round = 0; round < 20_000; round++) {
			byte[] bytes = new byte[random.nextInt(12)];
			for (int i = 0; i < bytes.length; i++) {
				// lead and continuation bytes more often than chance has it
				bytes[i] = (byte) (random.nextBoolean() ? random.nextInt(256) : 0x80 + random.nextInt(0x80));
			}
			assertThat(decode(bytes, random)).as("seed %d, round %d: %s", seed, round, Arrays.toString(bytes))
				.isEqualTo(new String(bytes, StandardCharsets.UTF_8));
		}
	}

	@Test
	void malformedBytesAreReplaced() {
		Utf8TextDecoder decoder = new Utf8TextDecoder();
		assertThat(decoder.decode(buffer(new byte[] { (byte) 0xC3, 0x28, (byte) 0xFF }))).isEqualTo("\ufffd(\ufffd");
		assertThat(decoder.end()).isEmpty();
	}

	@Test
	void nothingIsHeldBackLongerThanItsCharacter() {
		Utf8TextDecoder decoder = new Utf8TextDecoder();
		byte[] face = "\ud83d\ude42".getBytes(StandardCharsets.UTF_8);
		assertThat(decoder.decode(buffer(Arrays.copyOf(face, 3)))).isEmpty();
		assertThat(decoder.decode(buffer(new byte[] { face[3] }))).isEqualTo("\ud83d\ude42");
		assertThat(decoder.end()).isEmpty();
	}

	private static int codePoint(Random random) {
		int[] ranges = { 0x20, 0x7F, 0xA0, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x10FFFF };
		int range = random.nextInt(ranges.length / 2) * 2;
		return (random.nextInt(6) == 0) ? '\n' : ranges[range] + random.nextInt(ranges[range + 1] - ranges[range]);
	}

}
