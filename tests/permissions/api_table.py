"""Who may do what over the API; the columns and signs are those of tests/permissions/table.py."""

API = """
#                                                            h               p
#                                                      r     e               r l   m
#                                                      e     a   d       e   o o   a
#                                                      p a   d   i       n f d g s r
#                                                      _ c   _ r r   l i g i u i e k
#                                                      s c   s e e   e n i n c s r e   a
#                                                    r o o h o g c   a s n a t t v t   d
#                                                  r e u u e u i t   d i e n i i i i   m
#                                                  e p t n a t o o v e d e c o c c n h i
#                                                - p 2 h t d h n r p r e r e n s e g r n

# Bodies are in tests/permissions/world.py: complete, so that only the right decides
GET   api:address-list                            > + + + + + + + + + + + + + + + + + + +
POST  api:address-list                            > + . . . + . + + + x + . x . . x . . .
GET   api:address-detail                          > + . . . + . + + + + + . + . . + . . .
PATCH api:address-detail                          > + . . . + . + + + x + . x . . x . . .
DELETE api:address-detail                          > + . . . + . + + + x + . x . . x . . .
POST  api:approval_request-copy                   > + . . . + . x x x x . . . . . . . . .
GET   api:approval_request-detail                 > + . . . + . + + + + . . . . . . . . .
GET   api:approval_request-list                   > + + + + + + + + + + + + + + + + + + +
POST  api:approval_request-remind                 > + . . . x . x x x x . . . . . . . . .
POST  api:approval_request-withdraw               > + . . . x . x x x x . . . . . . . . .
POST  api:approval_step-add-signer                > x . . . + . x x x x . . . . . . . . .
POST  api:approval_step-approve                   > x . . . + . x x x x . . . . . . . . .
GET   api:approval_step-detail                    > + . . . + . + + + + . . . . . . . . .
GET   api:approval_step-list                      > + + + + + + + + + + + + + + + + + + +
POST  api:approval_step-reject                    > x . . . + . x x x x . . . . . . . . .
POST  api:approval_step-return                    > x . . . + . x x x x . . . . . . . . .
POST  api:approval_step-transfer                  > x . . . + . x x x x . . . . . . . . .
POST  api:approval_step-undo                      > + . . . + . + + + + . . . . . . . . .
GET   api:comments                                > + + + + + + + + + + + + + + + + + + +
POST  api:comments                                > + . . . + . + + + + + . + . . + . . .
GET   api:attachment-detail                       > + . . . + . + + + + + . + . . + . . .
GET   api:attachment-download                     > + . . . + . + + + + + . + . . + . . .
GET   api:attachment-list                         > + + + + + + + + + + + + + + + + + + +
POST  api:attachment-list                         > + . . . + . + + + x + . x . . x . . .
POST  api:attachment-remove                       > + . . . + . + + + x + . x . . x . . .
GET   api:audit_entry-detail                      > x x x x x x x x x x x x x x x x x x +
GET   api:audit_entry-list                        > x x x x x x x x x x x x x x x x x x +
GET   api:competitor-detail                       > + + + + + + + + + + + . + . . . + . .
PATCH api:competitor-detail                       > + + + + + + + + + x x . x . . . + . .
GET   api:competitor-list                         > + + + + + + + + + + + + + + + + + + +
POST  api:competitor-list                         > + + + + + + + + + x x x x x x x + x x
GET   api:contact-detail                          > + . . . + . + + + + + . + . . + . . .
PATCH api:contact-detail                          > + . . . + . + + + x + . x . . x . . .
GET   api:contact-list                            > + + + + + + + + + + + + + + + + + + +
POST  api:contact-list                            > + . . . + . + + + x + . x . . x . . .
POST  api:customer-classify                       > + . . . + . + + + x + . x . . x . . .
GET   api:customer-detail                         > + . . . + . + + + + + . + . . + . . .
PATCH api:customer-detail                         > + . . . + . + + + x + . x . . x . . .
GET   api:customer-list                           > + + + + + + + + + + + + + + + + + + +
POST  api:customer-list                           > + + + + + + + + + x + x x x x x + x x
POST  api:customer-confirm                        > + . . . + . + + + x + . x . . x . . .
POST  api:customer-credit                         > x . . . x . x x + x x . + . . x . . .
POST  api:customer-extend                         > + . . . x . x x x x x . x . . x . . .
POST  api:customer-merge                          > x . . . + . + + + x + . x . . x . . .
POST  api:customer-release                        > + . . . + . + + + x x . x . . x . . .
POST  api:customer-share                          > + . . . + . + + + x x . x . . x . . .
POST  api:customer-transfer                       > x . . . + . + + + x x . x . . x . . .
POST  api:customer-unshare                        > + . . . + . + + + x x . x . . x . . .
GET   api:docs                                    + + + + + + + + + + + + + + + + + + + +
POST  api:import-check                            > . . . . + . . . . . . . . . . . . . .
POST  api:import-confirm                          > . . . . + . . . . . . . . . . . . . .
GET   api:import-detail                           > . . . . + . . . . . . . . . . . . . .
GET   api:import-list                             > + + + + + + + + + + + + + + + + + + +
POST  api:import-list                             > x x x x + + + + + x + x x x x x + x x
POST  api:import-undo                             > . . . . + . . . . . . . . . . . . . .
GET   api:import_row-detail                       > . . . . + . . . . . . . . . . . . . .
GET   api:import_row-list                         > + + + + + + + + + + + + + + + + + + +
GET   api:merge-detail                            > + . . . + . + + + + + . + . . + . . .
GET   api:merge-list                              > + + + + + + + + + + + + + + + + + + +
POST  api:merge-undo                              > x . . . + . + + + x + . x . . x . . .
GET   api:transfer_request-detail                 > + . + . + + + + + + + . + . . + . . .
GET   api:transfer_request-list                   > + + + + + + + + + + + + + + + + + + +
POST  api:transfer_request-list                   > + + + + + + + + + x + x x x x x x x x
GET   api:notification-detail                     > + . . . . . . . . . . . . . . . . . .
GET   api:notification-list                       > + + + + + + + + + + + + + + + + + + +
POST  api:notification-read                       > + . . . . . . . . . . . . . . . . . .
POST  api:notification-read_all                   > + + + + + + + + + + + + + + + + + + +
GET   api:nowhere                                 . . . . . . . . . . . . . . . . . . . .
POST  api:lead-assign                             > x . . . + . + + + x . . . . . . + . .
POST  api:lead-convert                            > + . . . x . x x x x . . . . . . x . .
GET   api:lead-detail                             > + . . . + . + + + + . . . . . . + . .
PATCH api:lead-detail                             > + . . . + . + + + x . . . . . . + . .
GET   api:lead-list                               > + + + + + + + + + + + + + + + + + + +
POST  api:lead-list                               > + + + + + + + + + x + x x x x x + x x
POST  api:lead-reject                             > + . . . + . + + + x . . . . . . + . .
POST  api:lead-reopen                             > + . . . + . + + + x . . . . . . + . .
POST  api:lead-screen                             > + . . . + . + + + x . . . . . . x . .
POST  api:lead-touch                              > + . . . + . + + + x . . . . . . x . .
POST  api:opportunity-add-solution                > + . . . + . + + + x x . x . . . . . .
POST  api:opportunity-advance                     > + . . . + . + + + x x . x . . . . . .
GET   api:opportunity-detail                      > + . . . + . + + + + + . + . . . . . .
PATCH api:opportunity-detail                      > + . . . + . + + + x x . x . . . . . .
GET   api:opportunity-list                        > + + + + + + + + + + + + + + + + + + +
POST  api:opportunity-list                        > + . . . + . + + + x x . x . . x . . .
POST  api:opportunity-drop-rival                  > + . . . + . + + + x x . x . . . . . .
POST  api:opportunity-lose                        > + . . . + . + + + x x . x . . . . . .
POST  api:opportunity-name-rival                  > + . . . + . + + + x x . x . . . . . .
POST  api:opportunity-record-need                 > + . . . + . + + + x x . x . . . . . .
POST  api:opportunity-reopen                      > + . . . + . + + + x x . x . . . . . .
POST  api:opportunity-step-back                   > + . . . + . + + + x x . x . . . . . .
POST  api:opportunity-win                         > + . . . + . + + + x x . x . . . . . .
POST  api:pool-claim                    @pooled   > + + + + + + + + + x x x x x x x x x x
GET   api:pool-detail                   @pooled   > + + . + + . + + + + + . + . . + . . .
GET   api:pool-list                               > + + + + + + + + + + + + + + + + + + +
GET   api:price_list-detail                       > x x x x + + + + + + x x + x x x x x +
GET   api:price_list-list                         > x x x x + + + + + + x x + x x x x x +
POST  api:price_list-list                         > x x x x x x x x + x x x x x x x x x +
GET   api:product-detail                          > + + + + + + + + + + + + + + + + + + +
PATCH api:product-detail                          > x x x x x x x x x x x + x x x x x x +
GET   api:product-list                            > + + + + + + + + + + + + + + + + + + +
POST  api:product-list                            > x x x x x x x x x x x + x x x x x x +
GET   api:quote-detail                            > + . . . + . + + + + + . + . . . . . .
PUT   api:quote-detail                            > + . . . x . x x x x x . x . . . . . .
POST  api:quote-duplicate                         > + . . . + . + + + x + . x . . . . . .
POST  api:quote-feedback                @issued   > + . . . x . x x x x + . x . . . . . .
GET   api:quote-list                              > + + + + + + + + + + + + + + + + + + +
POST  api:quote-list                              > + . . . + . + + + x + . x . . x . . .
GET   api:quote-pdf                               > + . . . + . + + + + + . + . . . . . .
POST  api:quote-revise                  @approved > + . . . x . x x x x x . x . . . . . .
POST  api:quote-send                    @stamped  > + . . . x . x x x x + . x . . . . . .
POST  api:quote-stamp                   @approved > x . . . x . x x x x + . x . . . . . .
POST  api:quote-submit                            > + . . . x . x x x x x . x . . . . . .
POST  api:quote-void                              > + . . . x . x x x x x . x . . . . . .
POST  api:quote-withdraw                @reported > + . . . x . x x x x x . x . . . . . .
GET   api:schema                                  + + + + + + + + + + + + + + + + + + + +
POST  api:token_issue                             + + + + + + + + + + + + + + + + + + + +
GET   api:unit-detail                             > + + + + + + + + + + + + + + + + + + +
GET   api:unit-list                               > + + + + + + + + + + + + + + + + + + +
GET   api:user-detail                             > + + + + + + + + + + + + + + + + + + +
GET   api:user-list                               > + + + + + + + + + + + + + + + + + + +
GET   api:user-me                                 > + + + + + + + + + + + + + + + + + + +
POST  api:visit-amend                             > + . . . x . x x x x . . . . . . . . .
GET   api:visit-detail                            > + . . . + . + + + + . . . . . . . . .
GET   api:visit_plan-list                         > + + + + + + + + + + + + + + + + + + +
POST  api:visit_plan-list                         > + . . . + . + + + x x . x . . + . . .
GET   api:visit_plan-detail         @plan         > + . . . + . + + + + . . . . . . . . .
PATCH api:visit_plan-detail         @plan         > + . . . + . + + + + . . . . . . . . .
POST  api:visit_plan-move           @plan         > + . . . + . + + + + . . . . . . . . .
POST  api:visit_plan-skip           @plan         > + . . . + . + + + + . . . . . . . . .
POST  api:visit_plan-drop           @plan         > + . . . + . + + + + . . . . . . . . .
GET   api:work_report-list                        > + + + + + + + + + + + + + + + + + + +
POST  api:work_report-list                        > + + + + x x x x x x x x x x x x x x x
GET   api:work_report-detail                      > + . . . + . + + + + . . . . . . . . .
PATCH api:work_report-detail                      > + . . . x . x x x x . . . . . . . . .
POST  api:work_report-submit                      > + . . . x . x x x x . . . . . . . . .
POST  api:work_report-withdraw                    > + . . . x . x x x x . . . . . . . . .
POST  api:work_report-read                        > x . . . + . + + + + . . . . . . . . .
GET   api:intelligence-list                       > + + + + + + + + + + + + + + + + + + +
POST  api:intelligence-list                       > + . . . + . + + + x + . x . . + . . .
GET   api:intelligence-detail                     > + . . . + . + + + + . . . . . . . . .
PATCH api:intelligence-detail                     > + . . . + . + + + + . . . . . . . . .
POST  api:intelligence-regrade                    > + . . . + . + + + + . . . . . . . . .
POST  api:intelligence-withdraw                   > + . . . + . + + + + . . . . . . . . .
GET   api:task-list                              > + + + + + + + + + + + + + + + + + + +
POST  api:task-list                              > + . . . + . + + + + + . + . . + . . .
POST  api:task-issues                            > + + x x + x + + + + x x x x x x x x x
GET   api:task-detail                            > + . . . + . + + + + . . . . . . . . .
PATCH api:task-detail                            > + . . . + . + + + + . . . . . . . . .
POST  api:task-finish                            > + . . . + . + + + + . . . . . . . . .
POST  api:task-drop                              > + . . . + . + + + + . . . . . . . . .
POST  api:task-reopen                            > + . . . + . + + + + . . . . . . . . .
GET   api:account_plan-list                       > + + + + + + + + + + + + + + + + + + +
POST  api:account_plan-list                       > x . . x + . + + + x x . x . . x . . .
GET   api:account_plan-detail                     > + . . + + . + + + + + . + . . + . . .
POST  api:account_plan-write                      > x . . + + . + + + x x . x . . x . . .
POST  api:account_plan-report                     > x . . + + . + + + x x . x . . x . . .
POST  api:account_plan-revise                     > x . . + + . + + + x x . x . . x . . .
POST  api:account_plan-drop                       > x . . x + . + + + x x . x . . x . . .
POST  api:account_plan-review                     > x . . + + . + + + x x . x . . x . . .
GET   api:prior_approval-list                     > + + + + + + + + + + + + + + + + + + +
POST  api:prior_approval-list                     > + + + + + + + + + x x x x x x + x x x
GET   api:prior_approval-detail                   > + . . . + . + + + + . . . . . . . . .
POST  api:prior_approval-report                   > + . . . x . x x x x . . . . . . . . .
POST  api:prior_approval-return                   > x . . . + . + + + + . . . . . . . . .
POST  api:prior_approval-close                    > x . . . + . + + + + . . . . . . . . .
GET   api:focus_list-list                         > + + + + + + + + + + + + + + + + + + +
POST  api:focus_list-list                         > + + + + x x x x x x x x x x x x x x x
GET   api:focus_list-detail                       > + . . . + . + + + + . . . . . . . . .
POST  api:focus_list-confirm                      > x . . . x . x + + x . . . . . . . . .
POST  api:focus_list-return                       > x . . . x . x + + x . . . . . . . . .
GET   api:visit-list                              > + + + + + + + + + + + + + + + + + + +
POST  api:visit-list                              > + . . . + . + + + x x . x . . + . . .
"""
