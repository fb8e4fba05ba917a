package ai.eigi.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

/**
 * Server that takes webhooks, and reads forms with Spring's parser.
 */
final class WebhookReceiver implements AutoCloseable {

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpServer server;

	private volatile Consumer<Received> listener = (unused) -> {
	};

	WebhookReceiver() {
		this(0);
	}

	WebhookReceiver(int port) {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			Received request = new Received(exchange.getRequestMethod(), exchange.getRequestURI(),
					exchange.getRequestHeaders().getFirst("Content-Type"), exchange.getRequestBody().readAllBytes());
			this.received.add(request);
			this.listener.accept(request);
			Integer status = this.statuses.poll();
			exchange.sendResponseHeaders((status != null) ? status : 200, -1);
		}
	}

	/**
	 * Answer the next requests with some statuses and those after them with 200.
	 */
	void answer(int... statuses) {
		for (int status : statuses) {
			this.statuses.add(status);
		}
	}

	void onReceive(Consumer<Received> listener) {
		this.listener = listener;
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	String url(String path) {
		return "http://127.0.0.1:" + port() + path;
	}

	List<Received> received() {
		return this.received;
	}

	List<String> events() {
		return this.received.stream().map((request) -> request.fields().get("event")).toList();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	record Received(String method, URI uri, @Nullable String contentType, byte[] body) {

		/**
		 * The two fields, from the query or from a multipart form.
		 */
		Map<String, String> fields() {
			return (this.contentType == null) ? query() : form();
		}

		JsonNode payload() {
			return Json.read(fields().get("payload"));
		}

		String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

		private Map<String, String> query() {
			Map<String, String> fields = new LinkedHashMap<>();
			for (String pair : this.uri.getRawQuery().split("&")) {
				String[] parts = pair.split("=", 2);
				fields.put(parts[0], URLDecoder.decode(parts[1].replace("+", "%2B"), StandardCharsets.UTF_8));
			}
			return fields;
		}

		private Map<String, String> form() {
			MockServerHttpRequest request = MockServerHttpRequest.post("/")
				.contentType(MediaType.parseMediaType(this.contentType))
				.body(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(this.body)));
			Map<String, String> fields = new LinkedHashMap<>();
			new DefaultPartHttpMessageReader().read(ResolvableType.forClass(Part.class), request, Map.of())
				.cast(FormFieldPart.class)
				.doOnNext((part) -> fields.put(part.name(), part.value()))
				.blockLast(Duration.ofSeconds(10));
			return fields;
		}

	}

}
