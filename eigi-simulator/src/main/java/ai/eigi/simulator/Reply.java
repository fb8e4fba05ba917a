package ai.eigi.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Answer to a request, not yet written.
 *
 * @param status the status
 * @param headers the headers
 * @param chunks the body
 * @param streamed whether the body is sent chunk by chunk, without a length
 */
record Reply(int status, Map<String, String> headers, List<byte[]> chunks, boolean streamed) {

	private static final int PIECE = 8;

	static Reply json(JsonNode body) {
		return json(200, body);
	}

	static Reply json(int status, JsonNode body) {
		return json(status, Map.of(), body);
	}

	static Reply json(int status, Map<String, String> headers, JsonNode body) {
		Map<String, String> all = new LinkedHashMap<>(headers);
		all.put("content-type", "application/json");
		return text(status, all, body.toString());
	}

	static Reply error(int status, String detail) {
		return json(status, Json.object().put("detail", detail));
	}

	static Reply text(int status, Map<String, String> headers, String body) {
		return new Reply(status, headers, List.of(body.getBytes(StandardCharsets.UTF_8)), false);
	}

	static Reply stream(Map<String, String> headers, List<byte[]> chunks) {
		return new Reply(200, headers, chunks, true);
	}

	int length() {
		return this.chunks.stream().mapToInt((chunk) -> chunk.length).sum();
	}

	/**
	 * Pieces that can be told apart on the wire.
	 * @return the chunks of a streamed body, small pieces of any other
	 */
	List<byte[]> pieces() {
		if (this.streamed) {
			return this.chunks;
		}
		List<byte[]> pieces = new ArrayList<>();
		for (byte[] chunk : this.chunks) {
			for (int from = 0; from < chunk.length; from += PIECE) {
				pieces.add(Arrays.copyOfRange(chunk, from, Math.min(chunk.length, from + PIECE)));
			}
		}
		return pieces;
	}

}
