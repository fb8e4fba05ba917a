package ai.eigi.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.QueryStringDecoder;

/**
 * Pages of small conversations, written once and kept. The agent id of a query says how
 * many there are and how long a page takes: {@code total-100000-delay-20}.
 */
final class ConversationPages {

	private static final Instant NEWEST = Instant.parse("2025-12-03T14:14:22Z");

	private final Map<Request, byte[]> answers = new ConcurrentHashMap<>();

	/**
	 * Agent id that asks for so many conversations with such a delay.
	 */
	static String agentId(int total, int delayMillis) {
		return "total-%d-delay-%d".formatted(total, delayMillis);
	}

	ByteBuf answer(Request request) {
		return Unpooled.wrappedBuffer(this.answers.computeIfAbsent(request, ConversationPages::write));
	}

	private static byte[] write(Request request) {
		StringBuilder body = new StringBuilder(
				"{\"status\":\"success\",\"message\":\"Retrieved conversations\",\"data\":[");
		int first = (request.page() - 1) * request.size();
		int last = Math.min(first + request.size(), request.total());
		for (int i = first; i < last; i++) {
			body.append((i > first) ? "," : "").append(conversation(i));
		}
		int pages = (request.total() + request.size() - 1) / request.size();
		body.append("],\"pagination\":{\"total\":%d,\"page\":%d,\"page_size\":%d,\"total_pages\":%d}}"
			.formatted(request.total(), request.page(), request.size(), pages));
		String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
			.formatted(body.length());
		return (head + body).getBytes(StandardCharsets.US_ASCII);
	}

	private static String conversation(int index) {
		Instant created = NEWEST.minusSeconds(index);
		return """
				{"agent_id":"68ea2517dbb84c09bae1ba0a","conversation_id":"a28e7071-508e-4d45-8887-%012d",\
				"conversation_type":"CHAT","conversation_analysis":null,"conversation_status":"COMPLETED","notes":null,\
				"conversation_transcript":[{"role":"user","content":"hi","timestamp":"%s"}],"created_by":null,\
				"conversation_metadata":{"session_status":"closed"},"created_at":"%s","updated_at":"%s"}"""
			.formatted(index, created, created, created);
	}

	/**
	 * What is asked for.
	 *
	 * @param total how many conversations there are
	 * @param delayMillis how long a page takes
	 * @param page number of the page
	 * @param size size of a page
	 */
	record Request(int total, int delayMillis, int page, int size) {

		static Request from(QueryStringDecoder query) {
			String[] agent = parameter(query, "agent_id").split("-");
			return new Request(Integer.parseInt(agent[1]), Integer.parseInt(agent[3]),
					Integer.parseInt(parameter(query, "page")), Integer.parseInt(parameter(query, "page_size")));
		}

		private static String parameter(QueryStringDecoder query, String name) {
			return query.parameters().getOrDefault(name, List.of("")).get(0);
		}

	}

}
