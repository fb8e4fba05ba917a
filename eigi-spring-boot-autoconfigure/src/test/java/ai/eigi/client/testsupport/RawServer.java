package ai.eigi.client.testsupport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server that speaks HTTP/1.1 byte by byte as a test wants it: broken, split, stalled.
 * Records what reached it.
 */
public final class RawServer implements AutoCloseable {

	private final ServerSocket server;

	private final Handler handler;

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private RawServer(Handler handler) throws IOException {
		this.server = new ServerSocket(0, 2000, InetAddress.getLoopbackAddress());
		this.handler = handler;
		start("accept", this::accept);
	}

	public static RawServer start(Handler handler) {
		try {
			return new RawServer(handler);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public String url() {
		return "http://localhost:" + this.server.getLocalPort();
	}

	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * The requests that reached the server so far.
	 */
	public List<Request> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * How many connections were made so far.
	 */
	public int connections() {
		return this.sockets.size();
	}

	/**
	 * How many of them were closed by either side.
	 */
	public long closedConnections() {
		return this.sockets.stream().filter(Socket::isClosed).count();
	}

	/**
	 * The next exchange that begins.
	 */
	public Exchange awaitExchange() throws InterruptedException {
		Exchange exchange = this.exchanges.poll(10, TimeUnit.SECONDS);
		if (exchange == null) {
			throw new AssertionError("no request arrived");
		}
		return exchange;
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				socket.setTcpNoDelay(true);
				this.sockets.add(socket);
				start("connection", () -> serve(socket));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			InputStream in = new BufferedInputStream(socket.getInputStream());
			Request request;
			boolean first = true;
			while ((request = read(in)) != null) {
				this.requests.add(request);
				Exchange exchange = new Exchange(request, this.requests.size(), first, socket, in);
				first = false;
				this.exchanges.add(exchange);
				this.handler.handle(exchange);
				if (socket.isClosed()) {
					return;
				}
			}
		}
		catch (Exception ex) {
			// the client went away, or the test broke the connection
		}
	}

	private static Request read(InputStream in) throws IOException {
		String line = line(in);
		if (line == null || line.isEmpty()) {
			return null;
		}
		String[] parts = line.split(" ");
		Map<String, String> headers = new LinkedHashMap<>();
		while ((line = line(in)) != null && !line.isEmpty()) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
		}
		int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
		String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
		return new Request(parts[0], parts[1], headers, body);
	}

	private static String line(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		int b;
		while ((b = in.read()) != -1) {
			if (b == '\n') {
				return line.toString(StandardCharsets.UTF_8).replace("\r", "");
			}
			line.write(b);
		}
		return null;
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, "raw-server-" + name);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		List<AutoCloseable> all = new ArrayList<>(this.sockets);
		all.add(this.server);
		for (AutoCloseable closeable : all) {
			try {
				closeable.close();
			}
			catch (Exception ex) {
				// it is closed either way
			}
		}
	}

	/**
	 * Answers requests.
	 */
	@FunctionalInterface
	public interface Handler {

		void handle(Exchange exchange) throws Exception;

	}

	/**
	 * A request as it arrived.
	 */
	public record Request(String method, String target, Map<String, String> headers, String body) {

		public String header(String name) {
			return this.headers.get(name.toLowerCase(Locale.ROOT));
		}

	}

	/**
	 * A request and the socket to answer on.
	 */
	public static final class Exchange {

		private final Request request;

		private final int number;

		private final boolean first;

		private final Socket socket;

		private final InputStream in;

		private final CountDownLatch stalled = new CountDownLatch(1);

		private volatile boolean closedByClient;

		Exchange(Request request, int number, boolean first, Socket socket, InputStream in) {
			this.request = request;
			this.number = number;
			this.first = first;
			this.socket = socket;
			this.in = in;
		}

		public Request request() {
			return this.request;
		}

		/**
		 * How many requests have reached the server with this one.
		 */
		public int number() {
			return this.number;
		}

		public boolean isFirstOnItsConnection() {
			return this.first;
		}

		public Exchange raw(String text) throws IOException {
			return raw(text.getBytes(StandardCharsets.UTF_8));
		}

		public Exchange raw(byte[] bytes) throws IOException {
			OutputStream out = this.socket.getOutputStream();
			out.write(bytes);
			out.flush();
			return this;
		}

		/**
		 * A whole answer with a length.
		 */
		public Exchange respond(int status, String contentType, String body, String... headers) throws IOException {
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
			head.append("content-length: ").append(bytes.length).append("\r\n");
			if (contentType != null) {
				head.append("content-type: ").append(contentType).append("\r\n");
			}
			for (String header : headers) {
				head.append(header).append("\r\n");
			}
			return raw(head.append("\r\n").toString()).raw(bytes);
		}

		public Exchange json(int status, String body, String... headers) throws IOException {
			return respond(status, "application/json", body, headers);
		}

		/**
		 * The head of a streamed answer.
		 */
		public Exchange streamHead(String... headers) throws IOException {
			StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n"
					+ "content-type: text/plain; charset=utf-8\r\nx-session-id: session-1\r\n");
			for (String header : headers) {
				head.append(header).append("\r\n");
			}
			return raw(head.append("\r\n").toString());
		}

		public Exchange chunk(String text) throws IOException {
			return chunk(text.getBytes(StandardCharsets.UTF_8));
		}

		public Exchange chunk(byte[] bytes) throws IOException {
			ByteArrayOutputStream chunk = new ByteArrayOutputStream();
			chunk.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
			chunk.write(bytes);
			chunk.write("\r\n".getBytes(StandardCharsets.US_ASCII));
			return raw(chunk.toByteArray());
		}

		public Exchange lastChunk() throws IOException {
			return raw("0\r\n\r\n");
		}

		/**
		 * Close with FIN.
		 */
		public void close() throws IOException {
			this.socket.close();
		}

		/**
		 * Close with RST.
		 */
		public void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

		/**
		 * Wait until the client closes the connection.
		 */
		public boolean awaitClosedByClient() {
			try {
				this.socket.setSoTimeout(10_000);
				while (this.in.read() != -1) {
					// whatever else it says does not matter
				}
				this.closedByClient = true;
			}
			catch (SocketTimeoutException ex) {
				// it is still open
			}
			catch (IOException ex) {
				this.closedByClient = true;
			}
			finally {
				this.stalled.countDown();
			}
			return this.closedByClient;
		}

		/**
		 * Hold the exchange until the client closes the connection.
		 */
		public void stall() {
			awaitClosedByClient();
		}

		/**
		 * Wait for {@link #stall()} to see the client close the connection.
		 */
		public boolean wasClosedByClient() throws InterruptedException {
			return this.stalled.await(20, TimeUnit.SECONDS) && this.closedByClient;
		}

	}

}
