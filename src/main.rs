//! Starts the app in the page.

fn main() {
    console_error_panic_hook::set_once();
    app::browser::typing::paints_first();
    leptos::mount::mount_to_body(app::App);
}
