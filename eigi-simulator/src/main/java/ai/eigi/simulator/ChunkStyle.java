package ai.eigi.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a streamed answer is divided into chunks. Each chunk is flushed on its own.
 *
 * @since 0.1.0
 */
public enum ChunkStyle {

	/**
	 * A chunk per word with the white space behind it, as the real service does.
	 */
	WORD {
		@Override
		List<byte[]> split(String text) {
			return encode(Arrays.asList(text.split("(?<=\\s)(?=\\S)")));
		}
	},

	/**
	 * A chunk per code point: borders fall inside grapheme clusters, such as an emoji
	 * with a skin tone or a letter with a combining mark.
	 */
	CODE_POINT {
		@Override
		List<byte[]> split(String text) {
			return encode(text.codePoints().mapToObj(Character::toString).toList());
		}
	},

	/**
	 * A chunk per byte: borders fall inside multi-byte characters.
	 */
	BYTE {
		@Override
		List<byte[]> split(String text) {
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			return IntStream.range(0, bytes.length).mapToObj((i) -> new byte[] { bytes[i] }).toList();
		}
	},

	/**
	 * The whole text in one chunk.
	 */
	WHOLE {
		@Override
		List<byte[]> split(String text) {
			return encode(List.of(text));
		}
	};

	abstract List<byte[]> split(String text);

	private static List<byte[]> encode(List<String> parts) {
		return parts.stream()
			.filter((part) -> !part.isEmpty())
			.map((part) -> part.getBytes(StandardCharsets.UTF_8))
			.toList();
	}

}
