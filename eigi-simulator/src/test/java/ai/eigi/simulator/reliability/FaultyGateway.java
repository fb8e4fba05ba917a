package ai.eigi.simulator.reliability;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Stands between a client and the embedded server, byte by byte, and lets a fault strike
 * every request that places calls. Everything else passes.
 */
final class FaultyGateway implements AutoCloseable {

	private static final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ServerSocket server;

	private final String upstream;

	private final CallFault fault;

	private final ExecutorService threads;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private volatile Consumer<String> leave = (body) -> {
	};

	FaultyGateway(String upstream, CallFault fault, ExecutorService threads) throws IOException {
		this.server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
		this.upstream = upstream;
		this.fault = fault;
		this.threads = threads;
		threads.execute(this::accept);
	}

	String url() {
		return "http://localhost:" + this.server.getLocalPort();
	}

	/**
	 * What makes a caller leave, given the body of his request.
	 */
	void onLeave(Consumer<String> leave) {
		this.leave = leave;
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				this.sockets.add(socket);
				this.threads.execute(() -> serve(socket));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			InputStream in = new BufferedInputStream(socket.getInputStream());
			boolean first = true;
			int start;
			while ((start = in.read()) != -1) {
				if (start == 'P' && this.fault == CallFault.RESET_AT_FIRST_BYTE) {
					socket.setSoLinger(true, 0);
					return;
				}
				String head = readHead(in, start);
				if (start == 'P' && this.fault == CallFault.RESET_WITHIN_REQUEST) {
					socket.setSoLinger(true, 0);
					return;
				}
				int length = header(head, "content-length").map(Integer::parseInt).orElse(0);
				byte[] body = in.readNBytes(length);
				Passing exchange = new Passing(socket, head, body, first);
				if (start == 'P') {
					this.fault.strike(exchange);
				}
				else {
					exchange.forward().answer();
				}
				first = false;
				if (socket.isClosed()) {
					return;
				}
			}
		}
		catch (IOException | UncheckedIOException ex) {
			// the client went away, or the fault broke the connection
		}
	}

	private static String readHead(InputStream in, int start) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		head.write(start);
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = in.read();
			if (next == -1) {
				throw new IOException("no whole head");
			}
			head.write(next);
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	private static java.util.Optional<String> header(String head, String name) {
		return head.lines()
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
			.map((line) -> line.substring(name.length() + 1).strip())
			.findFirst();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	/**
	 * A request on its way.
	 */
	private final class Passing implements CallFault.Exchange {

		private final Socket socket;

		private final String head;

		private final byte[] body;

		private final boolean first;

		private HttpResponse<byte[]> answer;

		Passing(Socket socket, String head, byte[] body, boolean first) {
			this.socket = socket;
			this.head = head;
			this.body = body;
			this.first = first;
		}

		@Override
		public boolean isFirstOnItsConnection() {
			return this.first;
		}

		@Override
		public CallFault.Exchange forward() {
			String[] line = this.head.lines().findFirst().orElseThrow().split(" ");
			try {
				this.answer = http.send(HttpRequest.newBuilder(URI.create(FaultyGateway.this.upstream + line[1]))
					.method(line[0], HttpRequest.BodyPublishers.ofByteArray(this.body))
					.header("Content-Type", "application/json")
					.header("X-API-Key", header(this.head, "x-api-key").orElse(""))
					.build(), HttpResponse.BodyHandlers.ofByteArray());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
			return this;
		}

		@Override
		public CallFault.Exchange answer() {
			return answerHead().bytes(this.answer.body());
		}

		@Override
		public CallFault.Exchange answerSlowly() {
			answerHead();
			for (byte one : this.answer.body()) {
				bytes(new byte[] { one });
			}
			return this;
		}

		private Passing answerHead() {
			return bytes(("HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
				.formatted(this.answer.statusCode(), this.answer.body().length)).getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public CallFault.Exchange status(int status, String header) {
			String body = "{\"detail\":\"as the test wants it\"}";
			return part("HTTP/1.1 %d Fault\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s"
				.formatted(status, body.length(), header, body));
		}

		@Override
		public CallFault.Exchange part(String bytes) {
			return bytes(bytes.getBytes(StandardCharsets.UTF_8));
		}

		private Passing bytes(byte[] bytes) {
			try {
				this.socket.getOutputStream().write(bytes);
				this.socket.getOutputStream().flush();
				return this;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public CallFault.Exchange callerLeaves() {
			CountDownLatch gone = new CountDownLatch(1);
			FaultyGateway.this.threads.execute(() -> {
				FaultyGateway.this.leave.accept(new String(this.body, StandardCharsets.UTF_8));
				gone.countDown();
			});
			try {
				if (!gone.await(20, TimeUnit.SECONDS)) {
					throw new IllegalStateException("the caller stays");
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return this;
		}

		@Override
		public void stall() {
			try {
				while (this.socket.getInputStream().read() != -1) {
					// until the client closes
				}
				this.socket.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void close() {
			try {
				this.socket.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void reset() {
			try {
				this.socket.setSoLinger(true, 0);
				this.socket.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
