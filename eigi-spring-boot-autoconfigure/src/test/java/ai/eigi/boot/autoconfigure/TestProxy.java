package ai.eigi.boot.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ConnectHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Jetty's HTTP proxy. Knows hosts that no name server knows, and keeps what passes
 * through it.
 */
final class TestProxy implements AutoCloseable {

	private final Server server = new Server();

	private final ServerConnector connector = new ServerConnector(this.server);

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

	private final AtomicInteger refusals = new AtomicInteger();

	private volatile String credentials;

	TestProxy() throws Exception {
		this.connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
		this.server.addConnector(this.connector);
		this.server.setHandler(new RecordingHandler());
		this.server.start();
	}

	int port() {
		return this.connector.getLocalPort();
	}

	/**
	 * Let in nobody without these.
	 * @param credentials the value of the header
	 */
	TestProxy requires(String credentials) {
		this.credentials = credentials;
		return this;
	}

	/**
	 * Refuse the next connections.
	 * @param refusals how many
	 */
	TestProxy refuses(int refusals) {
		this.refusals.set(refusals);
		return this;
	}

	/**
	 * The hosts and ports that were asked for.
	 */
	List<String> asked() {
		return this.asked;
	}

	/**
	 * What passed through it to the server, as far as it can be read.
	 */
	String passed() {
		synchronized (this.passed) {
			return this.passed.toString(StandardCharsets.ISO_8859_1);
		}
	}

	@Override
	public void close() throws Exception {
		this.server.stop();
	}

	private final class RecordingHandler extends ConnectHandler {

		@Override
		protected void handleConnect(Request request, Response response, Callback callback, String serverAddress) {
			TestProxy.this.asked.add(serverAddress);
			if (TestProxy.this.refusals.getAndDecrement() > 0) {
				Response.writeError(request, response, callback, 503);
				return;
			}
			super.handleConnect(request, response, callback, serverAddress);
		}

		@Override
		protected boolean handleAuthentication(Request request, Response response, String address) {
			String required = TestProxy.this.credentials;
			return required == null || required.equals(request.getHeaders().get(HttpHeader.PROXY_AUTHORIZATION));
		}

		@Override
		protected InetSocketAddress newConnectAddress(String host, int port) {
			return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		}

		@Override
		protected void write(EndPoint endPoint, ByteBuffer buffer, Callback callback,
				ConcurrentMap<String, Object> context) {
			byte[] bytes = new byte[buffer.remaining()];
			buffer.duplicate().get(bytes);
			synchronized (TestProxy.this.passed) {
				TestProxy.this.passed.writeBytes(bytes);
			}
			super.write(endPoint, buffer, callback, context);
		}

	}

}
